package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUTS;

import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.HostGuard;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;

/** The guard is asked here; nothing is launched. */
class LaunchGuardTest {
    private static final Call RENAME = Call.of(Syscall.SETHOSTNAME, Arg.text("oops"), Arg.num(4));
    private static final Do STEP = Step.call("set the host name", RENAME);

    private static void refused(Launch launch) {
        assertThatThrownBy(() -> LaunchGuard.check(launch))
                .isInstanceOf(HostGuard.Refused.class)
                .hasMessageContaining("Try: launch it with CLONE_NEWUTS");
    }

    @Test
    void a_launch_without_the_namespace_is_refused_wherever_the_call_stands() {
        Do probe = Steps.chdir("/");
        for (Step step :
                List.of(
                        STEP,
                        new Each(List.of(RENAME), "again and again", "each"),
                        new FirstOf(List.of(probe, STEP), "one of two"),
                        new Group(List.of(probe, STEP), "both"),
                        new IfThere(probe, List.of(STEP), "if it is there"))) {
            refused(Launch.of(Plan.of(step)));
            refused(Launch.of(Plan.of(step)).withNamespaces(CLONE_NEWNS));
        }
        refused(Launch.of(Plan.NOTHING).withIdentity(Plan.of(STEP)));
    }

    @Test
    void one_with_the_namespace_is_let_through_however_it_came_by_it() {
        Launch cloned = Launch.of(Plan.of(STEP)).withNamespaces(CLONE_NEWUTS);
        Launch unshared = Launch.of(Plan.of(Steps.unshare(CLONE_NEWUTS), STEP));
        assertThatCode(() -> LaunchGuard.check(cloned)).doesNotThrowAnyException();
        assertThatCode(() -> LaunchGuard.check(unshared)).doesNotThrowAnyException();
        refused(Launch.of(Plan.of(STEP, Steps.unshare(CLONE_NEWUTS))));
    }
}
