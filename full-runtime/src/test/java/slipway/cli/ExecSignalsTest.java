package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What signals do to {@code slipway exec}, as a JVM and as what that becomes after a second. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class ExecSignalsTest {
    private static final long LIMIT_NANOS = 30_000_000_000L;

    @TempDir private Path directory;

    private KeptWorld world(ImageUser user) {
        KeptWorld world = new KeptWorld(user, directory);
        world.detached(List.of("--name", "box"), "sleep", "1000");
        return world;
    }

    private static ImageUser ofWhoRunsTheTests() {
        return Run.output("id", "-u").equals("0") ? ImageUser.ROOT : ImageUser.WITH_IDS;
    }

    /** {@code slipway exec box sh -c SCRIPT}, once the script has said a line. */
    private Process start(KeptWorld world, boolean late, String script) throws Exception {
        String line =
                world.slipway("exec", "box", "sh", "-c", script)
                        .behind("env", "--default-signal=INT,TERM,HUP")
                        .line();
        Process exec =
                new ProcessBuilder("sh", "-c", "exec " + line)
                        .redirectError(directory.resolve("errors").toFile())
                        .start();
        assertThat(exec.getInputStream().read()).isNotEqualTo(-1);
        if (late) awaitHandOver(exec);
        return exec;
    }

    private static void awaitHandOver(Process exec) throws Exception {
        long end = System.nanoTime() + LIMIT_NANOS;
        Path words = Path.of("/proc/" + exec.pid() + "/cmdline");
        while (!Files.readString(words).equals("slipway\0exec\0box\0")) {
            assertThat(exec.isAlive()).isTrue();
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private static void signal(Process exec, String name) {
        Run.output("kill", "-" + name, "" + exec.pid());
    }

    private String errors() throws Exception {
        return Files.readString(directory.resolve("errors"), StandardCharsets.UTF_8);
    }

    private static int status(Process exec) throws Exception {
        assertThat(exec.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return exec.exitValue();
    }

    @ParameterizedTest
    @CsvSource({"ROOT, false", "ROOT, true", "WITH_IDS, true", "WITHOUT_IDS, false"})
    void a_handler_gets_the_signal_and_decides(ImageUser user, boolean late) throws Exception {
        try (KeptWorld world = world(user)) {
            for (String signal : List.of("INT", "TERM", "HUP", "USR1", "USR2")) {
                String script = "trap 'exit 9' " + signal + "; echo; while :; do sleep 0.1; done";
                Process exec = start(world, late, script);
                signal(exec, signal);
                assertThat(status(exec)).as(signal).isEqualTo(9);
                assertThat(errors()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ROOT, false", "WITH_IDS, true"})
    void without_a_handler_it_ends_the_program_which_is_no_PID_1(ImageUser user, boolean late)
            throws Exception {
        try (KeptWorld world = world(user)) {
            for (String[] each : new String[][] {{"INT", "130"}, {"TERM", "143"}, {"HUP", "129"}}) {
                Process exec = start(world, late, "echo; exec sleep 1000");
                signal(exec, each[0]);
                assertThat("" + status(exec)).isEqualTo(each[1]);
                assertThat(errors()).isEmpty();
            }
            assertThat(world.inspect("box", ".State.Running")).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void the_second_Ctrl_C_ends_what_ignores_it_and_says_so(boolean late) throws Exception {
        try (KeptWorld world = world(ofWhoRunsTheTests())) {
            Process exec = start(world, late, "trap '' INT HUP; echo; sleep 1000; :");
            signal(exec, "HUP");
            signal(exec, "INT");
            assertThat(exec.waitFor(1, TimeUnit.SECONDS)).isFalse();
            signal(exec, "INT");
            assertThat(status(exec)).isEqualTo(137);
            assertThat(errors())
                    .isEqualTo(
                            "slipway: the program ignores SIGINT; killed it on the second"
                                    + " Ctrl-C\n");
        }
    }

    /** Nobody is left who has our streams open: their reader sees the end. */
    @ParameterizedTest
    @CsvSource({"ROOT, false", "ROOT, true", "WITH_IDS, true", "WITHOUT_IDS, false"})
    void nothing_of_it_goes_on_when_slipway_is_killed(ImageUser user, boolean late)
            throws Exception {
        try (KeptWorld world = world(user);
                Sleeper child = new Sleeper();
                Sleeper another = new Sleeper()) {
            assumeTrue(killsGroups(), "needs Linux 6.9 to kill a process group by its leader");
            String script = "echo; sleep " + child.seconds() + " & sleep " + another.seconds();
            Process exec = start(world, late, script);
            child.awaitPid();
            another.awaitPid();
            signal(exec, "KILL");
            assertThat(exec.getInputStream().readAllBytes()).isEmpty();
            child.awaitEnd();
            another.awaitEnd();
            assertThat(world.inspect("box", ".State.Running")).isEqualTo("true");
        }
    }

    private static boolean killsGroups() {
        String[] version = System.getProperty("os.version").split("[.-]");
        int major = Integer.parseInt(version[0]);
        return major > 6 || major == 6 && Integer.parseInt(version[1]) >= 9;
    }

    @Test
    void what_it_leaves_in_the_background_goes_on_as_in_a_shell() throws Exception {
        try (KeptWorld world = world(ofWhoRunsTheTests());
                Sleeper left = new Sleeper();
                Sleeper detached = new Sleeper()) {
            List<String> words = new ArrayList<>(List.of("exec", "box", "sh", "-c"));
            words.add("sleep " + left.seconds() + " >/dev/null 2>&1 & exit 5");
            Run.Result ended = world.slipway(words.toArray(new String[0])).result();
            assertThat(ended.exitCode()).isEqualTo(5);
            world.output("exec", "-d", "box", "sleep", detached.seconds());
            left.awaitPid();
            detached.awaitPid();
            Thread.sleep(200); // the guard of the command has had its time
            assertThat(left.runs() && detached.runs()).isTrue();
            world.output("kill", "box");
            left.awaitEnd();
            detached.awaitEnd();
        }
    }
}
