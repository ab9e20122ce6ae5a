package slipway.cli;

import slipway.cgroups.GroupBusy;
import slipway.cgroups.GroupFailed;
import slipway.cgroups.LimitImpossible;
import slipway.image.NoSuchImage;
import slipway.image.Reference;
import slipway.jail.DataDirectory;
import slipway.jail.MissingNeed;
import slipway.jail.UnknownAccount;
import slipway.jail.UnreadableElf;
import slipway.linux.Arch;
import slipway.linux.SyscallException;
import slipway.oci.InvalidSpec;
import slipway.plan.StepFailed;
import slipway.plan.ToolFailed;
import slipway.runtime.InvalidRequest;
import slipway.runtime.RunFailed;
import slipway.runtime.lifecycle.LifecycleProblem;
import slipway.runtime.state.ContainerProblem;
import slipway.unionfs.StoreProblem;
import slipway.unionfs.tar.BadArchive;

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
        if (isForPeople(failure) && message != null) return message.replace('\n', ' ');
        return "this is a bug in Slipway, and not your fault: "
                + failure
                + ". Try: the same command as slipway --debug …, and report what it prints";
    }

    private static boolean isForPeople(Throwable failure) {
        return failure instanceof UsageError
                || failure instanceof InvalidRequest
                || failure instanceof RunFailed
                || failure instanceof StepFailed
                || failure instanceof ToolFailed
                || failure instanceof SyscallException
                || failure instanceof Arch.UnsupportedMachine
                || failure instanceof java.io.UncheckedIOException
                || failure instanceof UnknownAccount
                || failure instanceof DataDirectory.NoHome
                || failure instanceof MissingNeed
                || failure instanceof LimitImpossible
                || failure instanceof GroupFailed
                || failure instanceof GroupBusy
                || failure instanceof UnreadableElf
                || failure instanceof slipway.plan.launch.EndedEarly
                || failure instanceof slipway.linux.RemoteKernel.Gone
                || failure instanceof BadArchive
                || failure instanceof StoreProblem
                || failure instanceof NoSuchImage
                || failure instanceof Reference.NotAName
                || failure instanceof InvalidSpec
                || failure instanceof ContainerProblem
                || failure instanceof LifecycleProblem
                || failure instanceof OutputLost
                || failure.getClass().getName().equals("slipway.lessons.LearnError");
    }
}
