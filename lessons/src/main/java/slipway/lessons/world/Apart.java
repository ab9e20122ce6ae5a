package slipway.lessons.world;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;

import java.util.ArrayList;
import java.util.List;
import slipway.lessons.CannotJudge;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.Family;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launch;

/** Launches of processes that no mistake of a learner lets out: with mounts of their own. */
public final class Apart {
    private Apart() {}

    /**
     * A process that does these steps in a mount namespace of its own, from which no mount gets
     * out; for an ordinary user also in a user namespace, without which there is no chroot.
     */
    public static Launch of(List<? extends Step> steps) {
        if (!isPrivileged()) return asUser(steps);
        return launch(steps).withNamespaces(CLONE_NEWNS);
    }

    /** Whether we may do without a user namespace. */
    public static boolean isPrivileged() {
        return we().capabilities().effective().contains(Capability.CAP_SYS_ADMIN);
    }

    /** The same as an ordinary user has it, in a user namespace, whoever we are. */
    public static Launch asUser(List<? extends Step> steps) {
        return inUserNamespace(launch(steps).withNamespaces(CLONE_NEWNS));
    }

    /** The same launch, as root of a user namespace of its own. */
    public static Launch inUserNamespace(Launch launch) {
        ProcStatus we = we();
        return launch.withNamespaces(launch.namespaces() | CLONE_NEWUSER)
                .withWhileCloned(IdMapPlanner.mapOnly(we.uids().effective(), we.gids().effective()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    private static Launch launch(List<? extends Step> steps) {
        List<Step> inside = new ArrayList<>();
        inside.add(keepMounts());
        inside.addAll(steps);
        return Launch.of(new Plan(inside));
    }

    private static Step keepMounts() {
        return Step.call(
                "keep mounts to ourselves",
                Call.of(
                        Syscall.MOUNT,
                        Arg.NULL,
                        Arg.text("/"),
                        Arg.NULL,
                        Arg.flag(MS_REC | MS_PRIVATE, Family.MOUNT),
                        Arg.NULL));
    }

    private static ProcStatus we() {
        try {
            return ProcStatus.ofPid(ProcessHandle.current().pid());
        } catch (java.io.IOException e) {
            throw new CannotJudge("/proc is not there: " + e.getMessage());
        }
    }
}
