package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** A container in the foreground ends with the command that started it, however that ends. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunForegroundTest {
    private static final long ONE_SECOND = 1_000_000_000L;

    private static final String STUBBORN =
            "trap '' TERM INT HUP; sleep 1000 & setsid sleep 1000 & sleep 1000; :";

    @ParameterizedTest
    @EnumSource
    void a_second_after_slipway_was_killed_no_process_of_the_container_is_left(Caller caller)
            throws Exception {
        try (Marked marked = new Marked(caller, "sh", "-c", STUBBORN)) {
            marked.awaitProcesses(4);
            endsAfter("KILL", marked);
            assertThat(marked.slipway().exitValue()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hang_up_ends_also_a_command_that_ignores_it(Caller caller) throws Exception {
        try (Marked marked = new Marked(caller, "sh", "-c", STUBBORN)) {
            marked.awaitProcesses(4);
            endsAfter("HUP", marked);
            assertThat(marked.slipway().exitValue()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @CsvSource({"ROOT, INT", "USER, INT", "ROOT, TERM", "USER, TERM"})
    void the_second_signal_ends_a_command_that_ignored_the_first(Caller caller, String signal)
            throws Exception {
        try (Marked marked = new Marked(caller, "sh", "-c", STUBBORN)) {
            marked.awaitProcesses(4);
            Run.output("kill", "-" + signal, "" + marked.slipway().pid());
            assertThat(marked.slipway().waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(marked.processes()).hasSize(4);
            endsAfter(signal, marked);
            assertThat(marked.slipway().exitValue()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @CsvSource({"ROOT, INT", "USER, INT", "ROOT, TERM", "USER, TERM", "USER, HUP"})
    void a_command_with_a_handler_gets_the_signal_and_decides(Caller caller, String signal)
            throws Exception {
        String script = "trap 'exit 7' " + signal + "; sleep 1000 & wait";
        try (Marked marked = new Marked(caller, "sh", "-c", script)) {
            marked.awaitProcesses(2);
            endsAfter(signal, marked);
            assertThat(marked.slipway().exitValue()).isEqualTo(7);
        }
    }

    /**
     * A signal may come as soon as the container has said a word. On one processor, and as the last
     * in the queue for it, slipway does not get a moment of its own in between.
     */
    @Test
    void a_signal_right_after_the_commands_first_word_is_handed_on() throws Exception {
        String script = "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done";
        for (int i = 0; i < 5; i++) {
            String line =
                    Slipway.busybox("--", "sh", "-c", script)
                            .behind("nice", "-n", "19", "taskset", "-c", processor())
                            .line();
            Process slipway =
                    new ProcessBuilder("sh", "-c", "exec " + line)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            try {
                assertThat(slipway.inputReader().readLine()).isEqualTo("ready");
                Run.output("kill", "-TERM", "" + slipway.pid());
                assertThat(slipway.waitFor()).isEqualTo(7);
            } finally {
                slipway.destroyForcibly().onExit().join();
            }
        }
    }

    /** One that this process may run on. */
    private static String processor() throws IOException {
        String allowed =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("Cpus_allowed_list:"))
                        .findFirst()
                        .orElseThrow();
        return allowed.split("\\s+")[1].split("[,-]")[0];
    }

    /** Sends it to slipway, and sees everything gone within a second. */
    private static void endsAfter(String signal, Marked marked) throws Exception {
        List<Long> all = marked.slipway().descendants().map(ProcessHandle::pid).toList();
        Run.output("kill", "-" + signal, "" + marked.slipway().pid());
        long end = System.nanoTime() + ONE_SECOND;
        while (!allGone(marked, all) && System.nanoTime() < end) Thread.sleep(5);
        assertThat(marked.processes()).isEmpty();
        assertThat(all).as("the guard, too").noneMatch(RunForegroundTest::runs);
        assertThat(marked.slipway().waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    private static boolean allGone(Marked marked, List<Long> pids) {
        return marked.processes().isEmpty() && pids.stream().noneMatch(RunForegroundTest::runs);
    }

    /** A zombie does not: it waits for process 1 of the machine, which takes its time. */
    private static boolean runs(long pid) {
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(pid), "status"));
            return !status.contains("State:\tZ");
        } catch (IOException e) {
            return false;
        }
    }
}
