package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What PID 1 does for a command that has a terminal. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "tmux", "bash", "ps"},
        debian = {"busybox-static", "util-linux", "tmux", "bash", "procps"})
class RunInitTerminalTest {
    private static final String INNER = "^in>$";

    @TempDir private Path directory;

    @ParameterizedTest
    @EnumSource
    void a_shell_has_jobs_and_its_orphans_are_reaped(Caller caller) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            String before = tmux.modes();
            tmux.start(Slipway.busybox("--init", "-it", "-e", "PS1=in> ", "--", "sh").as(caller));
            tmux.await(INNER);
            tmux.line("echo me=$$");
            tmux.await("^me=2$");
            tmux.line("clear; cat");
            Thread.sleep(500);
            tmux.key("C-z");
            tmux.await("Stopped +cat$");
            tmux.line("clear; fg");
            tmux.await("^cat$");
            tmux.key("C-c");
            tmux.await(INNER);
            tmux.line("echo ended=$?");
            tmux.await("^ended=130$");
            String orphans = "for i in 1 2 3 4 5; do sh -c 'sleep 0.1 & :'; done; sleep 1;";
            tmux.line("clear; " + orphans + " set -- /proc/[0-9]*; echo there=$#");
            tmux.await("^there=2$");
            tmux.resize(91, 27);
            tmux.line("clear; sleep 0.3; stty size");
            tmux.await("^27 91$");
            tmux.line("exit 42");
            assertThat(tmux.status()).isEqualTo(42);
            assertThat(tmux.modes()).isEqualTo(before);
        }
    }

    /** One that would come twice if PID 1 were in its group. */
    @ParameterizedTest
    @EnumSource
    void a_program_without_a_shell_gets_one_Ctrl_C(Caller caller) throws Exception {
        try (Tmux tmux = new Tmux(directory)) {
            String script = "trap 'echo got' INT; echo ready; while :; do sleep 0.2; done";
            tmux.start(Slipway.busybox("--init", "-it", "--", "sh", "-c", script).as(caller));
            tmux.await("^ready$");
            Thread.sleep(500);
            tmux.key("C-c");
            tmux.await("got$");
            Thread.sleep(700);
            assertThat(tmux.screen().split("got", -1)).hasSize(2);
            Run.output("kill", "-TERM", "" + tmux.foreground());
            assertThat(tmux.status()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_input_it_prints_and_ends_as_the_command_does(Caller caller) {
        for (String[] each : new String[][] {{"exit 7", "7"}, {"kill -9 $$", "137"}}) {
            String script = "echo $$; tty; " + each[0];
            Run.Result result =
                    Slipway.busybox("--init", "-t", "--", "sh", "-c", script).as(caller).result();
            assertThat(result.stdout()).isEqualTo("2\r\n/dev/pts/0\r\n");
            assertThat("" + result.exitCode()).isEqualTo(each[1]);
        }
        assertThat(Slipway.busybox("--init", "-t", "--", "no-such").as(caller).result().exitCode())
                .isEqualTo(127);
    }
}
