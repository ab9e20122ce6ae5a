package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** slipway ends as its command did. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunExitStatusTest {
    /** In this JVM, since 256 of them would take a minute; the next test starts others. */
    @Test
    void each_of_the_256_exit_codes_comes_out_as_it_is() {
        String root = Installed.busybox().toString();
        for (int code = 0; code < 256; code++) {
            String[] words = {"--rootfs", root, "sh", "-c", "exit " + code};
            assertThat(RunCommand.run(words)).isEqualTo(code);
        }
    }

    @ParameterizedTest
    @EnumSource
    void exit_codes_come_out_of_the_command_as_they_are(Caller caller) throws Exception {
        List<Integer> some = new ArrayList<>(List.of(0, 1, 125, 126, 127, 128, 137, 255));
        while (some.size() < 20) some.add(ThreadLocalRandom.current().nextInt(256));
        assertThat(exitCodesOf(some, caller)).isEqualTo(some);
    }

    private static List<Integer> exitCodesOf(List<Integer> codes, Caller caller) throws Exception {
        caller.prefix();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> runs = new ArrayList<>();
        for (int code : codes) {
            Slipway run = Slipway.busybox("sh", "-c", "exit " + code).as(caller);
            runs.add(() -> run.result().exitCode());
        }
        List<Integer> seen = new ArrayList<>();
        for (Future<Integer> run : pool.invokeAll(runs)) seen.add(run.get());
        pool.shutdown();
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void a_command_that_is_killed_from_outside_is_137(Caller caller) throws Exception {
        try (Marked marked = new Marked(caller, "sleep", "1000")) {
            Run.output("kill", "-KILL", "" + marked.awaitProcesses(1).get(0));
            assertThat(marked.slipway().waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(marked.slipway().exitValue()).isEqualTo(137);
        }
    }

    /** The kernel delivers no signal from inside to process 1 that it has no handler for. */
    @ParameterizedTest
    @EnumSource
    void process_1_cannot_kill_itself_but_its_children(Caller caller) {
        String script = "kill -9 $$; kill -TERM $$; sh -c 'kill -9 $$'; exit $?";
        assertThat(Slipway.busybox("sh", "-c", script).as(caller).result().exitCode())
                .isEqualTo(137);
        assertThat(
                        Slipway.busybox("sh", "-c", "sh -c 'kill -TERM $$'; exit $?")
                                .as(caller)
                                .result()
                                .exitCode())
                .isEqualTo(143);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_command_left_in_the_background_ends_with_it(Caller caller) throws Exception {
        String script = "sleep 1000 & setsid sleep 1000 & sleep 0.2; exit 3";
        try (Marked marked = new Marked(caller, "sh", "-c", script)) {
            assertThat(marked.slipway().waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(marked.slipway().exitValue()).isEqualTo(3);
            assertThat(marked.processes()).isEmpty();
        }
    }
}
