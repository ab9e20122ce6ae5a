package slipway.runtime.lifecycle;

import static slipway.linux.Constants.MOUNT_ATTR_NOATIME;
import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NODIRATIME;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_NOSYMFOLLOW;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.MOUNT_ATTR_STRICTATIME;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.MS_SLAVE;
import static slipway.linux.Constants.MS_UNBINDABLE;

import java.util.ArrayList;
import java.util.List;
import slipway.oci.InvalidSpec;

/**
 * The options of one mount, sorted: what is an attribute of every mount, which events reach it, and
 * what only its file system understands.
 *
 * @param attributes bits of {@code MOUNT_ATTR_*}
 * @param recursive whether they are for the mounts below as well
 * @param below whether a bind mount shows what is mounted below its source
 * @param propagation {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_SHARED}, {@code
 *     MS_UNBINDABLE}, or 0
 * @param data for the file system
 */
record MountOptions(
        long attributes, boolean recursive, boolean below, long propagation, List<String> data) {
    /**
     * @param key of the mount, as in {@code mounts[3]}
     * @throws InvalidSpec for an option that is not honoured
     */
    static MountOptions of(String key, List<String> options) {
        long attributes = 0;
        boolean recursive = false;
        boolean below = false;
        long propagation = 0;
        List<String> data = new ArrayList<>();
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("rbind")) below = true;
            else if (propagation(option) != 0) propagation = propagation(option);
            else if (isRefused(option)) {
                throw InvalidSpec.notHonoured(key + ".options[" + i + "] '" + option + "'");
            } else if (set(option) != 0) attributes |= set(option);
            else if (option.length() > 1
                    && set(option.substring(1)) != 0
                    && option.charAt(0) == 'r') {
                attributes |= set(option.substring(1));
                recursive = true;
            } else if (clear(option) != 0) attributes &= ~clear(option);
            else if (!isUsual(option)) data.add(option);
        }
        return new MountOptions(attributes, recursive, below, propagation, data);
    }

    private static long propagation(String option) {
        switch (option) {
            case "private":
            case "rprivate":
                return MS_PRIVATE;
            case "slave":
            case "rslave":
                return MS_SLAVE;
            case "shared":
            case "rshared":
                return MS_SHARED;
            case "unbindable":
            case "runbindable":
                return MS_UNBINDABLE;
            default:
                return 0;
        }
    }

    private static boolean isRefused(String option) {
        switch (option) {
            case "copy-symlink":
            case "remount":
            case "sync":
            case "dirsync":
            case "mand":
            case "silent":
            case "iversion":
            case "lazytime":
                return true;
            default:
                return false;
        }
    }

    private static long set(String option) {
        switch (option) {
            case "ro":
                return MOUNT_ATTR_RDONLY;
            case "nosuid":
                return MOUNT_ATTR_NOSUID;
            case "nodev":
                return MOUNT_ATTR_NODEV;
            case "noexec":
                return MOUNT_ATTR_NOEXEC;
            case "noatime":
                return MOUNT_ATTR_NOATIME;
            case "nodiratime":
                return MOUNT_ATTR_NODIRATIME;
            case "strictatime":
                return MOUNT_ATTR_STRICTATIME;
            case "nosymfollow":
                return MOUNT_ATTR_NOSYMFOLLOW;
            default:
                return 0;
        }
    }

    /** What takes an option that came before back. */
    private static long clear(String option) {
        switch (option) {
            case "rw":
                return MOUNT_ATTR_RDONLY;
            case "suid":
                return MOUNT_ATTR_NOSUID;
            case "dev":
                return MOUNT_ATTR_NODEV;
            case "exec":
                return MOUNT_ATTR_NOEXEC;
            case "atime":
            case "relatime":
                return MOUNT_ATTR_NOATIME | MOUNT_ATTR_STRICTATIME;
            case "diratime":
                return MOUNT_ATTR_NODIRATIME;
            case "nostrictatime":
                return MOUNT_ATTR_STRICTATIME;
            case "symfollow":
                return MOUNT_ATTR_NOSYMFOLLOW;
            default:
                return 0;
        }
    }

    /** What asks for what is so anyway. */
    private static boolean isUsual(String option) {
        switch (option) {
            case "":
            case "idmap": // seen to by Creation, before the container is
            case "ridmap":
            case "tmpcopyup": // checked by Creation: only where there is nothing to be copied
            case "bind":
            case "defaults":
            case "async":
            case "nomand":
            case "loud":
            case "noiversion":
            case "nolazytime":
            case "norelatime":
                return true;
            default:
                return false;
        }
    }
}
