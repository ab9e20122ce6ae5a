package slipway.cgroups;

import slipway.linux.Errno;
import slipway.linux.ForPeople;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;

/** A group could not be made or limited: which file, what was to be written, why, what to do. */
public final class GroupFailed extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private GroupFailed(String message, StepFailed cause) {
        super(message, cause);
    }

    /** The failure of a host step, told with the name of the file instead of a descriptor. */
    static GroupFailed explain(StepFailed failure) {
        if (!(failure.step() instanceof WriteFile write)) {
            return new GroupFailed(String.valueOf(failure.getMessage()), failure);
        }
        Errno errno = failure.errno();
        return new GroupFailed(
                "could not "
                        + write.why()
                        + ": write(\""
                        + write.path()
                        + "\", \""
                        + write.text()
                        + "\") failed: "
                        + errno
                        + " ("
                        + errno.text()
                        + "). "
                        + advice(write, errno),
                failure);
    }

    private static String advice(WriteFile write, Errno errno) {
        int slash = write.path().lastIndexOf('/');
        String group = write.path().substring(0, slash);
        String file = write.path().substring(slash + 1);
        if (file.startsWith("cpuset.")) {
            String above = group.substring(0, group.lastIndexOf('/')) + "/" + file;
            // In version 2 the file itself is empty where nobody has chosen.
            String offered = line(above + ".effective");
            if (offered.isEmpty()) offered = line(above);
            return "Perhaps not all of these are there. Try: some of "
                    + (offered.isEmpty() ? "those in " + above : offered);
        }
        if (file.equals("cgroup.subtree_control")) {
            return errno == Errno.EBUSY
                    ? "The group has processes of its own. Try: move them to a group below it"
                    : "The controller is not for groups below. Try: compare with cgroup.controllers"
                            + " of the group above";
        }
        if (errno == Errno.ENOENT) {
            return "This kernel does not have that limit. Try: leave it out; or look at the kernel"
                    + " option CONFIG_MEMCG_SWAP and the boot option swapaccount";
        }
        if (errno == Errno.EINVAL) {
            return "The number is out of range, or more than the group above may use. Try: look"
                    + " at "
                    + file
                    + " of the groups above";
        }
        return "Try: look who owns the group with ls -ld " + group;
    }

    private static String line(String file) {
        return ControlFile.read(file).orElse("").strip();
    }
}
