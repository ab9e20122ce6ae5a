package slipway.runtime.lifecycle;

import slipway.linux.ForPeople;

/** A container could not be created, started or ended, for a reason that is nobody's bug. */
public final class LifecycleProblem extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;
    private static final int OURS = 125;

    private final int exitStatus;

    LifecycleProblem(String message) {
        this(message, OURS, null);
    }

    LifecycleProblem(
            String message, int exitStatus, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** As docker has it: 127 for a program that is missing, 126 for one that cannot be run. */
    public int exitStatus() {
        return exitStatus;
    }
}
