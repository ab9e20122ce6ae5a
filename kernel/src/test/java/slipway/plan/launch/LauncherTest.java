package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.testkit.InGuest;

@InGuest
class LauncherTest {
    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Launcher launcher = new Launcher();

    @AfterEach
    void closeLauncher() {
        launcher.close();
    }

    static Plan exec(String... argv) {
        return Plan.of(Exec.search(List.of(argv), List.of("PATH=" + PATH), PATH));
    }

    @Test
    void the_exit_code_of_the_program_is_exact() {
        for (int code : new int[] {0, 1, ThreadLocalRandom.current().nextInt(2, 255), 255}) {
            try (Child child = launcher.start(Launch.of(exec("sh", "-c", "exit " + code)))) {
                assertThat(child.await()).isEqualTo(ExitStatus.exited(code));
            }
        }
    }

    @Test
    void death_by_signal_is_told_from_an_exit_with_the_same_code() {
        try (Child killed = launcher.start(Launch.of(exec("sh", "-c", "kill -9 $$")))) {
            assertThat(killed.await()).isEqualTo(ExitStatus.killedBy(9));
        }
        try (Child exited = launcher.start(Launch.of(exec("sh", "-c", "exit 137")))) {
            assertThat(exited.await()).isEqualTo(ExitStatus.exited(137));
        }
    }

    @Test
    void a_program_that_is_nowhere_on_the_path_is_ENOENT() {
        assertThatThrownBy(() -> launcher.start(Launch.of(exec("no-such-program"))))
                .isInstanceOf(StepFailed.class)
                .hasMessageContaining("ENOENT")
                .extracting(e -> ((StepFailed) e).errno())
                .isEqualTo(Errno.ENOENT);
    }
}
