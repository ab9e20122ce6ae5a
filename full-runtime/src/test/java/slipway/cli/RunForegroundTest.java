package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "ROOT, KILL, 137", "USER, KILL, 137",
        "ROOT, TERM, 143", "USER, TERM, 143",
        "ROOT, INT,  130", "USER, INT,  130",
        "ROOT, HUP,  129", "USER, HUP,  129"
    })
    void no_process_of_the_container_is_left_a_second_after_slipway_was_ended(
            Caller caller, String signal, int status) throws Exception {
        String stubborn = "trap '' TERM INT HUP; sleep 1000 & setsid sleep 1000 & sleep 1000; :";
        try (Marked marked = new Marked(caller, "sh", "-c", stubborn)) {
            marked.awaitProcesses(4);
            List<Long> all = marked.slipway().descendants().map(ProcessHandle::pid).toList();

            Run.output("kill", "-" + signal, "" + marked.slipway().pid());
            long end = System.nanoTime() + ONE_SECOND;
            while (!allGone(marked, all) && System.nanoTime() < end) Thread.sleep(5);

            assertThat(marked.processes()).isEmpty();
            assertThat(all).as("the guard, too").noneMatch(RunForegroundTest::runs);
            assertThat(marked.slipway().waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(marked.slipway().exitValue()).isEqualTo(status);
        }
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
