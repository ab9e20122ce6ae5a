package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.cli.RunFailuresTest.Failure.failure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/**
 * What can be wrong with the words and the root file system. Every answer is one line: what is
 * wrong, as the user would say it, and what to try; and an exit status like docker's.
 */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunFailuresTest {
    private static final String RUN = "run --rootfs @/root ";

    /**
     * Words are separated by blanks; @ is the folder that the roots are in, and @/root a good one.
     */
    private static final List<Failure> FAILURES =
            List.of(
                    failure("rub", 125, "no command 'rub'", "slipway help"),
                    failure("help rub", 125, "no help for 'rub'", "slipway help"),
                    failure("run --rootfs", 125, "--rootfs needs a value", "slipway help run"),
                    failure("run --rootfs @/root", 125, "needs a command", "slipway run"),
                    failure("run --rootfs @/root --", 125, "needs a command"),
                    failure(RUN + "--no-such true", 125, "no option --no-such"),
                    failure(RUN + "-x true", 125, "no option -x", "slipway help run"),
                    failure(RUN + "--env", 125, "--env needs a value"),
                    failure(RUN + "--env= true", 125, "--env has no name", "NAME=VALUE"),
                    failure(RUN + "--env =x true", 125, "'=x'", "NAME=value or NAME"),
                    failure(RUN + "--hostname", 125, "--hostname needs a value"),
                    failure(RUN + "-h 0{65} true", 125, "--hostname has 65 bytes", "1 to 64"),
                    failure(RUN + "-h a\\nb true", 125, "--hostname contains a control character"),
                    failure(RUN + "--workdir tmp true", 125, "'tmp'", "an absolute path"),
                    failure(RUN + "--workdir= true", 125, "''", "an absolute path"),
                    failure(
                            RUN + "-w /no/such true",
                            125,
                            "working directory",
                            "/no/such",
                            "ENOENT"),
                    failure(RUN + "-w /etc/passwd true", 125, "working directory", "ENOTDIR"),
                    failure(RUN + "--env-file /no/such true", 125, "/no/such cannot be read"),
                    failure(
                            RUN + "--user nobody:x true",
                            125,
                            "group 'x'",
                            "/etc/group of the root"),
                    failure(RUN + "--user -5 true", 125, "user -5 is out of range", "from 0 to"),
                    failure(
                            RUN + "--user 99999999999 true",
                            125,
                            "user 99999999999 is out of range"),
                    failure(RUN + "-it true", 125, "needs a terminal", "without -t"),
                    failure(RUN + "--cap-add FLY true", 125, "--cap-add FLY", "capabilities(7)"),
                    failure(RUN + "--cap-drop FLY true", 125, "--cap-drop FLY", "or ALL"),
                    failure(RUN + "-v /tmp true", 125, "/host/folder:/inside"),
                    failure(RUN + "-v /tmp:/mnt:rx true", 125, "or rprivate in place of 'rx'"),
                    failure(RUN + "-v :/mnt true", 125, "a source before the target"),
                    failure(RUN + "-v /tmp:mnt true", 125, "a target that is absolute"),
                    failure(RUN + "-v /tmp:/ true", 125, "not the root itself"),
                    failure(RUN + "-v /tmp:/mnt/../.. true", 125, "a target without .."),
                    failure(RUN + "-v @/no:/mnt true", 125, "@/no does not exist", "mkdir -p @/no"),
                    failure(RUN + "--tmpfs /mnt:suid true", 125, "not 'suid'"),
                    failure(RUN + "--mount type=nfs true", 125, "type=bind or type=tmpfs"),
                    failure(RUN + "--mount typo=bind true", 125, "'typo' is not known"),

                    // The root
                    failure("run --rootfs /no/such true", 125, "/no/such does not exist"),
                    failure("run --rootfs @/a-file true", 125, "is not a directory", "unpack"),
                    failure("run --rootfs @/0{256} true", 125, "ENAMETOOLONG"),
                    failure("run --rootfs @/proc-is-a-link true", 125, "/proc", "ELOOP", "link"),
                    failure("run --rootfs @/proc-leads-out true", 125, "/proc", "ELOOP", "link"),
                    failure("run --rootfs @/proc-is-a-file true", 125, "/proc", "ENOTDIR"),
                    failure("run --rootfs /proc true", 125, "folder proc", "ENOENT"),

                    // The command
                    failure(
                            RUN + "no-such",
                            127,
                            "no-such was not found",
                            "PATH is /usr/local/sbin:"),
                    failure(RUN + "-e PATH= true", 127, "true was not found", "no PATH"),
                    failure(RUN + "-e PATH=/no:/such true", 127, "PATH is /no:/such"),
                    failure(RUN + "-- EMPTY", 127, "an empty word"),
                    failure(RUN + "a\\nb", 127, "a b was not found"),
                    failure(
                            RUN + "/bin/no-such",
                            127,
                            "not in the root",
                            "ls -l @/root/bin/no-such"),
                    failure(RUN + "-w /etc ./no-such", 127, "ls -l @/root/etc/./no-such"),
                    failure(RUN + "/etc/passwd/x", 127, "not in the root", "ENOTDIR"),
                    failure(RUN + "/bin/dangling", 127, "not in the root"),
                    failure(RUN + "/bin/not-executable", 126, "may not be executed", "chmod +x"),
                    failure(RUN + "not-executable", 126, "may not be executed", "chmod +x"),
                    failure(RUN + "/etc", 126, "is a directory"),
                    failure(RUN + "/bin/pipe", 126, "may not be executed"),
                    failure(
                            RUN + "of-another-machine",
                            126,
                            "this machine is",
                            "aarch64",
                            "x86-64"),
                    failure(RUN + "/bin/cut-off", 126, "ENOEXEC"),
                    failure(RUN + "/bin/empty", 126, "neither an ELF program nor a script"),
                    failure(RUN + "no-interpreter", 126, "neither an ELF program nor a script"),
                    failure(
                            RUN + "/bin/dynamic",
                            127,
                            "is there",
                            "ELF interpreter /lib",
                            "static"),
                    failure(RUN + "dynamic", 127, "dynamic (/bin/dynamic) is there", "/lib"),
                    failure(
                            RUN + "/bin/no-such-interpreter",
                            127,
                            "interpreter /usr/bin/no-such-python"),
                    failure(
                            RUN + "no-such-interpreter",
                            127,
                            "interpreter /usr/bin/no-such-python"),
                    failure(RUN + "/bin/crlf", 127, "carriage return", "sed -i 's/\\r$//'"),
                    failure(RUN + "/bin/loop", 126, "interpreters are scripts", "ELOOP"),
                    failure(RUN + "0{300}", 126, "at most 255 bytes", "ENAMETOOLONG"));

    private static final List<Failure> OF_A_USER =
            List.of(
                    failure(RUN + "--user 7777777 true", 125, "become user 7777777", "EINVAL"),
                    failure(
                            "run --rootfs @/closed true",
                            125,
                            "may not be entered by you",
                            "namei"),
                    failure("run --rootfs @/closed/hidden true", 125, "may not be entered"),
                    failure("run --rootfs /usr true", 125, "folder proc", "EACCES"));

    @TempDir private static Path directory;

    /**
     * One row of the table.
     *
     * @param says what has to stand in the line
     */
    record Failure(String words, int status, String... says) {
        static Failure failure(String words, int status, String... says) {
            return new Failure(words, status, says);
        }

        String[] expanded() {
            List<String> all = new ArrayList<>();
            for (String word : words.split(" ")) all.add(here(word));
            return all.toArray(new String[0]);
        }

        static String here(String text) {
            if (text.equals("EMPTY")) return "";
            int repeat = text.indexOf("0{");
            String repeated =
                    repeat < 0
                            ? text
                            : text.substring(0, repeat)
                                    + "0"
                                            .repeat(
                                                    Integer.parseInt(
                                                            text.substring(
                                                                    repeat + 2,
                                                                    text.length() - 1)));
            return repeated.replace("@", directory.toString()).replace("\\n", "\n");
        }

        @Override
        public String toString() {
            return "slipway " + words + " is " + status + ": " + String.join(", ", says);
        }
    }

    static Stream<Arguments> failures() {
        List<Arguments> all = new ArrayList<>();
        for (Failure failure : FAILURES) {
            for (Caller caller : Caller.values()) all.add(Arguments.of(caller, failure));
        }
        for (Failure failure : OF_A_USER) all.add(Arguments.of(Caller.USER, failure));
        return all.stream();
    }

    @BeforeAll
    static void makeRoots() throws IOException {
        BrokenRoots.make(Installed.opened(directory));
    }

    @AfterAll
    static void letJUnitRemoveThem() throws IOException {
        BrokenRoots.open(directory);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("failures")
    void every_failure_is_one_line_with_advice_and_a_status(Caller caller, Failure failure) {
        String before = files();
        Run.Result result = Slipway.words(failure.expanded()).as(caller).result();
        OneLine.check(result, failure.status());
        for (String part : failure.says()) {
            String text = part.contains("sed") ? part : Failure.here(part);
            assertThat(result.stderr()).contains(text);
        }
        assertThat(files()).isEqualTo(before);
    }

    /** Not all can be listed by everyone, so the status of ls does not matter. */
    private static String files() {
        return Run.program("ls", "-Rl", directory.toString()).result().stdout();
    }

    @Test
    void a_word_that_is_not_UTF_8_is_refused_and_not_changed() {
        Run.Result result =
                Slipway.run(directory.resolve("root"), "echo")
                        .inShell("\"$@\" \"$(printf 'a\\377')\"")
                        .result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("is not UTF-8");
    }

    @Test
    void debug_shows_the_line_and_then_the_whole_story() {
        Run.Result result =
                Slipway.words("--debug", "run", "--rootfs", directory + "/root", "no-such")
                        .result();
        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.stderr().lines().toList())
                .hasSizeGreaterThan(5)
                .first()
                .asString()
                .startsWith("slipway: no-such was not found");
        assertThat(result.stderr()).contains("\tat slipway.", "Caused by: slipway.plan.StepFailed");
    }
}
