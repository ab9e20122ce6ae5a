package slipway.plan.launch;

import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.HostGuard;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Step;

/**
 * In a JShell session: looks whether a launch would do to the whole machine what it means to do in
 * namespaces that it forgot to make.
 */
final class LaunchGuard {
    private long made;

    private LaunchGuard(long made) {
        this.made = made;
    }

    /**
     * @throws HostGuard.Refused before anything is started
     */
    static void check(Launch launch) {
        LaunchGuard guard = new LaunchGuard(launch.namespaces());
        guard.check(launch.identity().steps());
        guard.check(launch.inside().steps());
    }

    private void check(List<Step> steps) {
        for (Step step : steps) {
            if (step instanceof Do one) check(one.call());
            else if (step instanceof Each each) each.calls().forEach(this::check);
            else if (step instanceof FirstOf choice) check(choice.ways());
            else if (step instanceof Group group) check(group.steps());
            else if (step instanceof IfThere guarded) check(guarded.steps());
        }
    }

    private void check(Call call) {
        boolean moves = call.syscall() == Syscall.UNSHARE || call.syscall() == Syscall.SETNS;
        if (moves) {
            for (Arg arg : call.args()) {
                if (arg instanceof Arg.Flag flag) made |= flag.value();
            }
            return;
        }
        HostGuard.checkLaunched(call, made);
    }
}
