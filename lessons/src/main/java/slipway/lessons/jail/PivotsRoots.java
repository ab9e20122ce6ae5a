package slipway.lessons.jail;

import java.util.List;
import slipway.linux.Errno;
import slipway.plan.Step;

/** Exercise 1.6: a jail that has no outside, and what to do when the kernel refuses it. */
public interface PivotsRoots {
    /**
     * The steps, in order, after which a process has {@code root} as the root of its mount
     * namespace, and nothing of the machine is to be seen any more.
     *
     * <p>{@link slipway.plan.Steps} has a step for each system call. The process has a mount
     * namespace of its own, a copy of the machine's, in which every mount is shared. It stands
     * somewhere outside of the folder.
     *
     * @param root absolute path of a folder, on the same mount as many other files
     */
    List<Step> enter(String root);

    /** What can be done about a refusal. */
    enum Remedy {
        /** Wait a little and call it again. */
        TRY_AGAIN,
        /** Bind the new root on itself, so that it becomes a mount. */
        BIND_IT_ON_ITSELF,
        /** Make the mounts private: what happens on them is no longer told to others. */
        MAKE_MOUNTS_PRIVATE,
        /** Get CAP_SYS_ADMIN, as root or in a user namespace. */
        GET_THE_CAPABILITY
    }

    /**
     * A call of pivot_root that was refused, and what {@code /proc/self/mountinfo} said then.
     *
     * @param errno why it was refused
     * @param isMount whether the new root was a mount point
     * @param isShared whether the mount in which it is, was shared
     */
    record Refusal(Errno errno, boolean isMount, boolean isShared) {}

    /** What to do next. The kit does it, calls again, and asks again if it is refused again. */
    Remedy remedy(Refusal refusal);
}
