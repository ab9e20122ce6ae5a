package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.Jdks;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** A container that lives for more than a second is waited for by a program of a few KiB. */
@NothingLeaks(
        directories = {
            "/sys/fs/cgroup/cpu/slipway",
            "/sys/fs/cgroup/memory/slipway",
            "/sys/fs/cgroup/pids/slipway",
            "/sys/fs/cgroup/slipway"
        })
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunLongTest {
    private static final int MOST_KIB = 64;
    private static final long LIMIT_NANOS = 30_000_000_000L;

    static Stream<Path> javas() {
        return Stream.concat(Jdks.of(17).stream(), Stream.of(Jdks.newest()))
                .map(Jdks.Jdk::java)
                .distinct();
    }

    /** Waits until the process is no JVM any more; while it changes, it has no program at all. */
    private static void awaitHandOver(Process slipway) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!words(slipway.pid()).get(0).equals("slipway")) {
            assertThat(slipway.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static int rssKib(Process process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/smaps_rollup")))
            if (line.startsWith("Rss:")) return Integer.parseInt(line.replaceAll("\\D", ""));
        throw new AssertionError("no Rss");
    }

    private static List<String> words(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
        return List.of(line.split("\0"));
    }

    @ParameterizedTest
    @MethodSource("javas")
    void the_process_that_was_java_keeps_its_number_and_holds_at_most_64_KiB(Path java)
            throws Exception {
        Process slipway = Slipway.busybox("sh", "-c", "sleep 1000 & wait").on(java).start();
        try {
            awaitHandOver(slipway);
            assertThat(rssKib(slipway)).isLessThanOrEqualTo(MOST_KIB);
            assertThat(words(slipway.pid())).startsWith("slipway", "run").hasSize(3);
            assertThat(Files.readString(Path.of("/proc/" + slipway.pid() + "/comm")))
                    .isEqualTo("slipway\n");
            Run.output("kill", "-HUP", "" + slipway.pid());
            assertThat(slipway.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(slipway.exitValue()).isEqualTo(137);
        } finally {
            slipway.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void streams_and_status_are_what_they_were(Caller caller, @TempDir Path directory)
            throws Exception {
        Path data = directory.resolve("data");
        Run.output("sh", "-c", "head -c 30000000 /dev/urandom > " + data);
        String sum = Run.output("sh", "-c", "sha256sum < " + data);
        // Half of it comes when there is no JVM any more.
        String feed = "(head -c 15000000; sleep 3; cat) < " + data;
        String script = "cat; echo to err >&2; exit 203";
        Run.Result through =
                Slipway.busybox("sh", "-c", script)
                        .as(caller)
                        .inShell(feed + " | (\"$@\"; echo $? >&2) | sha256sum")
                        .result();
        assertThat(through.stdout().strip()).isEqualTo(sum);
        assertThat(through.stderr()).isEqualTo("to err\n203\n");
    }

    @ParameterizedTest
    @CsvSource({"ROOT, INT", "USER, INT", "USER, TERM", "USER, HUP", "USER, USR1", "USER, QUIT"})
    void a_handler_gets_the_signal_and_decides(Caller caller, String signal) throws Exception {
        String script = "trap 'exit 7' " + signal + "; sleep 1000 & wait";
        try (Marked marked = new Marked(caller, "sh", "-c", script)) {
            awaitHandOver(marked.slipway());
            signal(marked, signal);
            assertThat(marked.slipway().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(marked.slipway().exitValue()).isEqualTo(7);
            assertThat(marked.processes()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, Ctrl-C", "TERM, SIGTERM"})
    void the_second_signal_ends_a_command_that_ignores_it_and_says_why(String signal, String name)
            throws Exception {
        assertThat(ended("trap '' INT TERM; sleep 1000; :", signal, 2))
                .isEqualTo(
                        "137 slipway: the container's first process ignores SIG"
                                + signal
                                + ", as PID 1 without a handler does; killed it on the second "
                                + name);
    }

    @Test
    void the_second_Ctrl_C_ends_a_command_that_has_a_handler_and_goes_on() throws Exception {
        assertThat(ended("trap : INT; while :; do sleep 0.1; done", "INT", 2))
                .isEqualTo(
                        "137 slipway: the container's first process has not ended on SIGINT; killed"
                                + " it on the second Ctrl-C");
    }

    @Test
    void a_hang_up_does_not_come_twice() throws Exception {
        assertThat(ended("trap '' HUP; sleep 1000; :", "HUP", 1))
                .isEqualTo(
                        "137 slipway: the container's first process ignores SIGHUP, as PID 1 without"
                                + " a handler does; killed it");
    }

    /** The status, and what was said, after so many signals with half a second between them. */
    private static String ended(String script, String signal, int times) throws Exception {
        String line =
                Slipway.busybox("sh", "-c", script)
                        .behind("env", "--default-signal=INT,TERM,HUP")
                        .line();
        Process slipway =
                new ProcessBuilder("sh", "-c", "exec " + line)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        try {
            awaitHandOver(slipway);
            for (int i = 1; i <= times; i++) {
                Run.output("kill", "-" + signal, "" + slipway.pid());
                if (i == times) break;
                assertThat(slipway.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
            }
            assertThat(slipway.waitFor(10, TimeUnit.SECONDS)).isTrue();
            byte[] said = slipway.getErrorStream().readAllBytes();
            return slipway.exitValue() + " " + new String(said, StandardCharsets.UTF_8).strip();
        } finally {
            slipway.destroyForcibly().onExit().join();
        }
    }

    /** What comes between the last word of Java and the first of the program is not lost. */
    @Test
    void no_signal_is_lost_while_the_JVM_goes() throws Exception {
        List<Process> all = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                String script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
                String line = Slipway.busybox("sh", "-c", script).line();
                Process slipway =
                        new ProcessBuilder("sh", "-c", "exec " + line)
                                .redirectError(ProcessBuilder.Redirect.INHERIT)
                                .start();
                all.add(slipway);
                assertThat(slipway.inputReader().readLine()).isEqualTo("ready");
                Thread.sleep(940 + i * 15L);
                Run.output("kill", "-TERM", "" + slipway.pid());
            }
            for (Process slipway : all) {
                assertThat(slipway.waitFor(20, TimeUnit.SECONDS)).isTrue();
                assertThat(slipway.exitValue()).isEqualTo(7);
            }
        } finally {
            for (Process slipway : all) slipway.destroyForcibly().onExit().join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_after_it_was_killed_no_process_of_the_container_is_left(Caller caller)
            throws Exception {
        String script = "trap '' TERM INT HUP; sleep 1000 & setsid sleep 1000 & sleep 1000; :";
        try (Marked marked = new Marked(caller, "sh", "-c", script)) {
            marked.awaitProcesses(4);
            awaitHandOver(marked.slipway());
            signal(marked, "KILL");
            marked.awaitProcesses(0);
            assertThat(marked.slipway().waitFor()).isEqualTo(137);
        }
    }

    private static void signal(Marked marked, String name) {
        Run.output("kill", "-" + name, "" + marked.slipway().pid());
    }

    @ParameterizedTest
    @CsvSource({"--pids-limit, 9", "-m, 64m"})
    @NeedsRoot
    void its_group_goes_with_it(String option, String value) {
        Run.Result result =
                Slipway.busybox(option, value, "--", "sh", "-c", "sleep 2; exit 9")
                        .as(Caller.ROOT)
                        .result();
        assertThat(result.exitCode()).isEqualTo(9);
        assertThat(result.stderr()).isEmpty();
    }

    @Test
    @NeedsRoot
    void who_wants_more_memory_hears_of_it() {
        String script = "sleep 2; exec tail /dev/zero";
        Run.Result result =
                Slipway.busybox("-m", "24m", "--", "sh", "-c", script).as(Caller.ROOT).result();
        OneLine.check(result, 137);
        assertThat(result.stderr()).contains("the container was killed (OOMKilled)", "24 MiB");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_container_on_an_image_wrote_goes_with_it(ImageUser user, @TempDir Path directory)
            throws Exception {
        Path data = user.data(directory);
        user.load(data, TinyImage.ofBusybox(directory.resolve("tiny")).saved("tiny:1"));
        String script = "rm -rf /usr; mkdir -m 0 /hidden; sleep 2; exit 11";
        Run.Result result = user.slipway(data, "run", "tiny:1", "sh", "-c", script).result();
        assertThat(result.exitCode()).isEqualTo(11);
        assertThat(result.stderr()).isEmpty();
        assertThat(data.resolve("containers")).isEmptyDirectory();
        user.removeAll(data);
    }

    /** The lock on the image is the process's, whatever program it runs. */
    @Test
    void an_image_is_in_use_until_the_container_ends(@TempDir Path directory) throws Exception {
        ImageUser user = Caller.USER.uid() == 0 ? ImageUser.ROOT : ImageUser.WITH_IDS;
        Path data = user.data(directory);
        user.load(data, TinyImage.ofBusybox(directory.resolve("tiny")).saved("tiny:1"));
        String script = "trap 'exit 7' TERM; sleep 1000 & wait";
        Process slipway = user.slipway(data, "run", "tiny:1", "sh", "-c", script).start();
        try {
            awaitHandOver(slipway);
            OneLine.check(user.slipway(data, "rmi", "tiny:1").result(), 125);
            Run.output("kill", "-TERM", "" + slipway.pid());
            assertThat(slipway.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(slipway.exitValue()).isEqualTo(7);
        } finally {
            slipway.destroyForcibly().onExit().join();
        }
        user.removeAll(data);
    }

    @ParameterizedTest
    @EnumSource
    void what_one_without_own_processes_leaves_behind_ends_with_it_all_the_same(Caller caller)
            throws Exception {
        String seconds =
                "" + java.util.concurrent.ThreadLocalRandom.current().nextInt(10_000, 99_999);
        String script = "setsid sleep " + seconds + " & sleep 5; exit 3";
        Process slipway =
                Slipway.busybox("--pid", "host", "--", "sh", "-c", script).as(caller).start();
        try {
            awaitHandOver(slipway);
            assertThat(slipway.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(slipway.exitValue()).isEqualTo(3);
            assertThat(
                            ProcessHandle.allProcesses()
                                    .map(process -> process.info().commandLine().orElse("")))
                    .noneMatch(line -> line.contains("sleep " + seconds));
        } finally {
            slipway.destroyForcibly().onExit().join();
        }
    }

    @Test
    @NeedsRoot
    void ids_of_its_own_are_nobody_elses_also_when_there_is_no_JVM_any_more() throws Exception {
        String[] words = {"--userns", "auto", "--net", "host", "--", "sleep", "1000"};
        Process slipway = Slipway.busybox(words).as(Caller.ROOT).start();
        try {
            awaitHandOver(slipway);
            String map = "";
            for (ProcessHandle child : slipway.children().toList()) {
                String each = Files.readString(Path.of("/proc/" + child.pid() + "/uid_map"));
                if (each.contains(" 65536")) map = each;
            }
            assertThat(
                            Slipway.busybox("--userns", "auto", "--", "cat", "/proc/self/uid_map")
                                    .as(Caller.ROOT)
                                    .output())
                    .contains(" 65536")
                    .isNotEqualTo(map);
        } finally {
            Run.output("kill", "-HUP", "" + slipway.pid());
            slipway.onExit().join();
        }
    }
}
