package slipway.lessons.jail;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;
import slipway.plan.StepFailed;

/** What it means that a step of the learner's failed, where that depends on which one it was. */
final class FailedSteps {
    private FailedSteps() {}

    /** The step that failed, if it was one of the learner's. */
    static Optional<StepFailed> of(NotYet seen) {
        @Nullable Throwable cause = seen.getCause();
        return cause instanceof StepFailed failed ? Optional.of(failed) : Optional.empty();
    }

    static boolean is(StepFailed failed, Syscall syscall, Errno errno) {
        return failed.call().syscall() == syscall && failed.errno() == errno;
    }

    /** Whether one of the steps before it has changed the root. */
    static boolean isInJail(Answer answer, StepFailed failed) {
        for (Step step : answer.steps()) {
            if (step == failed.step()) return false;
            if (step instanceof Do one && one.call().syscall() == Syscall.CHROOT) return true;
        }
        return false;
    }

    /** Whether a path of the call begins so. */
    static boolean names(Call call, String prefix) {
        List<Arg> args = call.args();
        for (Arg arg : args) {
            if (arg instanceof Arg.Text text && text.value().startsWith(prefix)) return true;
        }
        return false;
    }
}
