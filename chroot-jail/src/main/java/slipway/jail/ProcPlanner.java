package slipway.jail;

import static slipway.linux.Constants.FSCONFIG_CMD_CREATE;
import static slipway.linux.Constants.FSMOUNT_CLOEXEC;
import static slipway.linux.Constants.FSOPEN_CLOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.RESOLVE_IN_ROOT;
import static slipway.linux.Constants.RESOLVE_NO_SYMLINKS;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.OpenHow;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that mount a {@code /proc} which shows the process's own PID namespace. The target is found
 * by descriptor and without symbolic links: an image must not choose what gets mounted over.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class ProcPlanner {
    private static final int MODE = 0555;

    private ProcPlanner() {}

    /** Mounts proc on {@code /proc} of the mount {@code $root}. */
    public static Plan mount() {
        return Plan.of(
                Step.call(
                                "have a folder for /proc",
                                Call.of(
                                        Syscall.MKDIRAT,
                                        Arg.result(RootPlanner.ROOT),
                                        Arg.text("proc"),
                                        Arg.mode(MODE)))
                        .tolerating(Errno.EEXIST),
                Step.call(
                                "find the folder /proc without following links",
                                Call.of(
                                        Syscall.OPENAT2,
                                        Arg.result(RootPlanner.ROOT),
                                        Arg.text("proc"),
                                        OpenHow.of(
                                                O_PATH | O_DIRECTORY | O_CLOEXEC,
                                                RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS),
                                        Arg.num(OpenHow.SIZE)))
                        .as("procdir"),
                Step.call(
                                "ask for a proc file system",
                                Call.of(
                                        Syscall.FSOPEN,
                                        Arg.text("proc"),
                                        Arg.flag(FSOPEN_CLOEXEC, Family.FSOPEN)))
                        .as("procfs"),
                Step.call(
                        "make it: it shows the PID namespace of who makes it",
                        Call.of(
                                Syscall.FSCONFIG,
                                Arg.result("procfs"),
                                Arg.flag(FSCONFIG_CMD_CREATE, Family.FSCONFIG),
                                Arg.NULL,
                                Arg.NULL,
                                Arg.num(0))),
                Step.call(
                                "make a mount of it on which nothing can be run",
                                Call.of(
                                        Syscall.FSMOUNT,
                                        Arg.result("procfs"),
                                        Arg.flag(FSMOUNT_CLOEXEC, Family.FSMOUNT),
                                        Arg.flag(
                                                MOUNT_ATTR_NOSUID
                                                        | MOUNT_ATTR_NODEV
                                                        | MOUNT_ATTR_NOEXEC,
                                                Family.MOUNT_ATTR)))
                        .as("proc"),
                RootPlanner.attach("put it on /proc", "proc", "procdir"));
    }
}
