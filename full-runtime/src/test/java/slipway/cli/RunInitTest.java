package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What PID 1 does for a command that is its child. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(value = "busybox", debian = "busybox-static")
class RunInitTest {
    private static Slipway init(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "run";
        all[1] = "--init";
        all[2] = "--rootfs=" + Installed.busybox();
        System.arraycopy(words, 0, all, 3, words.length);
        return Slipway.words(all);
    }

    @ParameterizedTest
    @EnumSource
    void it_ends_as_the_command_did(Caller caller) {
        int code = ThreadLocalRandom.current().nextInt(1, 125);
        assertThat(init("sh", "-c", "exit " + code).as(caller).result().exitCode()).isEqualTo(code);
        assertThat(init("sh", "-c", "kill -9 $$").as(caller).result().exitCode()).isEqualTo(137);
        assertThat(init("no-such-program").as(caller).result().exitCode()).isEqualTo(127);
    }

    @Test
    void a_hundred_orphans_are_reaped() {
        String script =
                "i=0; while [ $i -lt 100 ]; do sh -c 'sleep 0.1 & :'; i=$((i+1)); done;"
                        + " n=9; until [ $n = 2 ]; do sleep 0.1; set -- /proc/[0-9]*; n=$#; done;"
                        + " echo $n";
        Run.Result result = init("sh", "-c", script).result();
        assertThat(result.succeeded().stdout()).isEqualTo("2\n");
    }

    @Test
    void sigterm_ends_a_command_that_has_no_handler_for_it() throws Exception {
        Caller caller = Caller.USER;
        try (Marked marked = new Marked(caller, List.of("--init"), List.of("sleep", "1000"))) {
            marked.awaitProcesses(1);
            Run.output("kill", "-TERM", "" + marked.slipway().pid());
            assertThat(marked.slipway().waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(marked.slipway().exitValue()).isEqualTo(143);
        }
    }
}
