package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class ExitTest {
    /** signal(7): these stop the process, let it go on, or do nothing. */
    private static final Set<Integer> NOT_DEADLY =
            Set.of(
                    Constants.SIGCHLD,
                    Constants.SIGCONT,
                    Constants.SIGSTOP,
                    Constants.SIGTSTP,
                    Constants.SIGTTIN,
                    Constants.SIGTTOU,
                    Constants.SIGURG,
                    Constants.SIGWINCH);

    private final Launcher launcher = new Launcher();

    @AfterEach
    void closeLauncher() {
        launcher.close();
    }

    @Test
    void each_exit_code_from_0_to_255_is_exact() {
        for (int code = 0; code <= 255; code++) {
            try (Child child = launcher.start(Launches.of("exit " + code))) {
                assertThat(child.await()).isEqualTo(ExitStatus.exited(code));
            }
        }
    }

    @Test
    void death_by_each_deadly_signal_is_told_by_its_number() {
        for (int signal = 1; signal <= 64; signal++) {
            if (NOT_DEADLY.contains(signal)) continue;
            try (Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")))) {
                assertThat(child.signal(signal)).isTrue();
                assertThat(child.await()).isEqualTo(ExitStatus.killedBy(signal));
            }
        }
    }

    @Test
    void a_stopped_process_has_not_ended() {
        try (Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")))) {
            child.signal(Constants.SIGSTOP);
            assertThat(child.await(Duration.ofMillis(50))).isEmpty();
            child.signal(Constants.SIGCONT);
            child.signal(Constants.SIGTERM);
            assertThat(child.await()).isEqualTo(ExitStatus.killedBy(Constants.SIGTERM));
        }
    }

    @Test
    void a_wait_with_a_bound_is_empty_while_the_process_runs() {
        try (Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")))) {
            long start = System.nanoTime();
            assertThat(child.await(Duration.ofMillis(100))).isEmpty();
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
            assertThat(child.await(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void the_status_can_be_asked_for_again_and_the_dead_get_no_signal() {
        try (Child child = launcher.start(Launches.of("exit 7"))) {
            assertThat(child.await(Eventually.LONG)).contains(ExitStatus.exited(7));
            assertThat(child.await()).isEqualTo(ExitStatus.exited(7));
            assertThat(child.await(Duration.ZERO)).contains(ExitStatus.exited(7));
            assertThat(child.signal(Constants.SIGKILL)).isFalse();
        }
    }

    @Test
    void the_pidfd_is_of_the_process_that_the_pid_says() {
        try (Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")))) {
            assertThat(ProcessStatus.commandLine(child.pid())).isEqualTo("sleep 1000 ");
            assertThat(child.pidFd().signal(Constants.SIGUSR1)).isTrue();
            assertThat(child.await()).isEqualTo(ExitStatus.killedBy(Constants.SIGUSR1));
        }
    }

    @Test
    void closing_a_child_ends_it() {
        Child child = launcher.start(Launch.of(Launches.exec("sleep", "1000")));
        child.close();
        child.close();
        assertThat(ProcessStatus.lives(child.pid())).isFalse();
        assertThat(child.await()).isEqualTo(ExitStatus.killedBy(Constants.SIGKILL));
    }
}
