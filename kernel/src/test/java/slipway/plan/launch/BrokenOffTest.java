package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;

@NothingLeaks
class BrokenOffTest {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);

    private static Step makes(Path directory) {
        Arg path = Arg.text(directory.toString());
        Call rmdir = Call.of(Syscall.UNLINKAT, HERE, path, Arg.flag(AT_REMOVEDIR, Family.AT));
        return Launches.call(Syscall.MKDIRAT, HERE, path, Arg.mode(0755)).undoneBy(rmdir);
    }

    /**
     * Groups were once removed before the child was ended, which was still in them: EBUSY, and they
     * stayed. Seen when a cpuset without processors refused a child that memory had taken already.
     */
    @Test
    @NeedsRoot
    void a_group_that_the_child_was_in_is_gone_when_a_later_step_fails() {
        try (CgroupOfTest parent = CgroupOfTest.make();
                Launcher launcher = new Launcher()) {
            Path group = Path.of(parent.procs()).resolveSibling("inner");
            Plan plan =
                    Plan.of(
                            makes(group),
                            new WriteFile(group + "/cgroup.procs", "$pid", "move it"),
                            new WriteFile("/no/such", "1", "fail"));
            Launch launch = Launches.of("exit 0").withWhileReady(plan);
            assertThatThrownBy(() -> launcher.start(launch))
                    .isInstanceOfSatisfying(
                            StepFailed.class,
                            e -> {
                                assertThat(e.errno()).isEqualTo(Errno.ENOENT);
                                assertThat(e.getSuppressed()).isEmpty();
                            });
            assertThat(group).doesNotExist();
        }
    }
}
