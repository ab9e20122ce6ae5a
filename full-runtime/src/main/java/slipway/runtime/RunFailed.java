package slipway.runtime;

import slipway.linux.ForPeople;
import slipway.plan.Exec;
import slipway.plan.StepFailed;

/** A container that could not be started, with the exit status that docker gives such a failure. */
public final class RunFailed extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;
    private static final int OURS = 125;
    private static final int CANNOT_INVOKE = 126;
    private static final int NOT_FOUND = 127;

    private final int exitStatus;

    private RunFailed(String message, int exitStatus, StepFailed cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    public int exitStatus() {
        return exitStatus;
    }

    /** Looks at what failed, and into the root file system, for the likely cause. */
    public static RunFailed explain(StepFailed failure, RunRequest request) {
        if (!(failure.step() instanceof Exec)) {
            return new RunFailed(String.valueOf(failure.getMessage()), OURS, failure);
        }
        ExecDiagnosis diagnosis = ExecDiagnosis.of(failure, request);
        int status = diagnosis.found() ? CANNOT_INVOKE : NOT_FOUND;
        return new RunFailed(diagnosis.message(), status, failure);
    }
}
