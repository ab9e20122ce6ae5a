package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;
import slipway.testkit.InGuest;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/**
 * Trap 1: an out-of-memory kill takes every process that shares the memory of the one that is
 * meant.
 */
@NeedsRoot
@NeedsProgram("busybox")
@NothingLeaks
@InGuest
class TinyMemoryTest {
    private static final long WORKS = 512 * 1024;
    private static final int KILLED = 128 + Constants.SIGKILL;

    private static Plan moveTo(String procs) {
        return Plan.of(new WriteFile(procs, "$pid", "limit its memory"));
    }

    private static Launch launch() {
        return Launch.of(Launches.exec("busybox", "true"));
    }

    @Test
    void a_container_with_512_KiB_works_and_a_smaller_one_dies_alone() {
        List<String> told = new ArrayList<>();
        for (long bytes = 4096; bytes <= WORKS; bytes *= 2) {
            String outcome = outcome(bytes);
            told.add(bytes / 1024 + " KiB: " + outcome);
            if (bytes == WORKS) assertThat(outcome).isEqualTo("exit 0");
        }
        System.out.println(told);
    }

    private static String outcome(long bytes) {
        try (CgroupOfTest group = CgroupOfTest.withMemory(bytes);
                Launcher launcher = new Launcher();
                Child child = launcher.start(launch().withWhileReady(moveTo(group.procs())))) {
            ExitStatus status = child.await();
            assertThat(status).isIn(ExitStatus.exited(0), ExitStatus.killedBy(Constants.SIGKILL));
            return status.toString();
        } catch (StepFailed | EndedEarly told) {
            return told.getMessage();
        }
    }

    @Test
    void a_child_that_is_moved_while_it_shares_our_memory_takes_the_JVM_with_it() {
        try (CgroupOfTest group = CgroupOfTest.withMemory(4096)) {
            Run.Result result = Jvm.ours().run(MovedTooEarly.class, group.procs()).result();
            assertThat(result.exitCode()).as(result.toString()).isEqualTo(KILLED);
            assertThat(result.stdout()).isEqualTo("starting\n");
        }
    }

    static final class MovedTooEarly {
        public static void main(String[] args) {
            try (Launcher launcher = new Launcher()) {
                System.out.println("starting");
                Launch early = launch().outlivingUs().withWhileCloned(moveTo(args[0]));
                try (Child child = launcher.start(early)) {
                    System.out.println("survived: " + child.await());
                }
            }
        }
    }
}
