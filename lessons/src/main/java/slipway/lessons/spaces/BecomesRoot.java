package slipway.lessons.spaces;

import java.util.List;
import java.util.Map;
import slipway.plan.Step;

/** Exercise 2.9: how somebody without any right becomes root in a user namespace. */
public interface BecomesRoot {
    /**
     * Steps of a process of an ordinary user, after which it is in a user namespace of its own, is
     * user 0 and group 0 there, and has every capability there.
     *
     * @param uid of the user, and the only one that may be mapped
     * @param gid of the user's group
     */
    List<Step> becomeRoot(long uid, long gid);

    /** What that process tries then. All its other namespaces are still those of the machine. */
    enum Action {
        /** {@code sethostname}, for the name of the machine. */
        NAME_THE_MACHINE,
        /** {@code unshare(CLONE_NEWUTS)}, and {@code sethostname} then. */
        NAME_ITS_OWN_HOST,
        /** {@code mount} of a tmpfs, where everybody would see it. */
        MOUNT_FOR_ALL,
        /** {@code unshare(CLONE_NEWNS)}, and {@code mount} of a tmpfs then. */
        MOUNT_FOR_ITSELF,
        /** {@code mknod} of the device 1:3, as /dev/null is one, on that tmpfs. */
        MAKE_A_DEVICE,
        /** {@code open} of a file that root of the machine owns, with mode 600. */
        READ_A_FILE_OF_ROOT,
        /** {@code open} of a file that the user owns, with mode 600. */
        READ_A_FILE_OF_THE_USER,
        /** {@code setgroups}, after the steps of becomeRoot. */
        SET_GROUPS
    }

    /** For each of the eight: true if the kernel lets the process do it. */
    Map<Action, Boolean> allowed();
}
