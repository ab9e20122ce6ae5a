package slipway.cli;

import java.io.UncheckedIOException;
import slipway.linux.ForPeople;
import slipway.runtime.RunFailed;
import slipway.runtime.lifecycle.LifecycleProblem;

/** The one table from what went wrong to an exit status, as {@code docker run} has them. */
final class Failures {
    /** Slipway itself, or the kernel, said no. */
    static final int OURS = 125;

    private Failures() {}

    /** Prints one line, or everything with {@code --debug}; returns the exit status. */
    static int report(Throwable failure, boolean debug) {
        int status = OURS;
        try {
            System.err.println("slipway: " + oneLine(failure));
            if (failure instanceof RunFailed run) status = run.exitStatus();
            if (failure instanceof LifecycleProblem problem) status = problem.exitStatus();
        } catch (LinkageError e) {
            // Without a free descriptor not even the classes can be loaded that tell failures
            // apart.
            System.err.println("slipway: " + notLoaded(e));
        }
        if (debug) failure.printStackTrace();
        return status;
    }

    private static String notLoaded(LinkageError failure) {
        String message = failure.getMessage();
        return "a part of Slipway could not be loaded"
                + (message == null ? "" : " (" + message.replace('\n', ' ') + ")")
                + ". Try: ulimit -n, which must be 64 or more";
    }

    /** What it tells people. */
    static String oneLine(Throwable failure) {
        if (failure instanceof LinkageError missing) return notLoaded(missing);
        String message = failure.getMessage();
        boolean forPeople = failure instanceof ForPeople || failure instanceof UncheckedIOException;
        if (forPeople && message != null) return message.replace('\n', ' ');
        return "this is a bug in Slipway, and not your fault: "
                + failure
                + ". Try: the same command as slipway --debug …, and report what it prints";
    }
}
