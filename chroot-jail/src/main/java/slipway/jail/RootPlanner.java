package slipway.jail;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_RECURSIVE;
import static slipway.linux.Constants.MNT_DETACH;
import static slipway.linux.Constants.MOVE_MOUNT_F_EMPTY_PATH;
import static slipway.linux.Constants.MOVE_MOUNT_T_EMPTY_PATH;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.OPEN_TREE_CLOEXEC;
import static slipway.linux.Constants.OPEN_TREE_CLONE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that make a directory the root of a process, in a mount namespace of its own.
 *
 * <p>pivot_root wants three things: the new root is a mount point, no mount involved passes its
 * events on, and old and new root are different mounts. The first three steps provide them.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pivot_root.2.html">pivot_root(2)</a>
 */
public final class RootPlanner {
    /** What the steps call the mount of the new root. */
    public static final String ROOT = "root";

    private RootPlanner() {}

    /** Prepares {@code directory}, an absolute path of the host, as the mount {@code $root}. */
    public static Plan prepare(String directory) {
        return Plan.of(
                Step.call(
                        "keep our mounts from reaching the host, and the host's from reaching us",
                        Call.of(
                                Syscall.MOUNT,
                                Arg.NULL,
                                Arg.text("/"),
                                Arg.NULL,
                                Arg.flag(MS_REC | MS_PRIVATE, Family.MOUNT),
                                Arg.NULL)),
                Step.call(
                                "find the new root once; from here on it is a descriptor",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text(directory),
                                        Arg.flag(O_PATH | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                                        Arg.mode(0)))
                        .as("dir"),
                Step.call(
                                "make a mount of it, with all that is mounted below",
                                Call.of(
                                        Syscall.OPEN_TREE,
                                        Arg.result("dir"),
                                        Arg.text(""),
                                        Arg.flag(
                                                OPEN_TREE_CLONE
                                                        | OPEN_TREE_CLOEXEC
                                                        | AT_EMPTY_PATH
                                                        | AT_RECURSIVE,
                                                Family.OPEN_TREE)))
                        .as(ROOT),
                attach("put the mount in its place", ROOT, "dir"));
    }

    /** Makes {@code $root} the root, lets go of the old one, and goes to {@code /}. */
    public static Plan enter() {
        return Plan.of(
                Step.call("go to the new root", Call.of(Syscall.FCHDIR, Arg.result(ROOT))),
                Step.call(
                        "make it the root, with the old one stacked on top",
                        Call.of(Syscall.PIVOT_ROOT, Arg.text("."), Arg.text("."))),
                Step.call(
                        "let go of the old root",
                        Call.of(
                                Syscall.UMOUNT2,
                                Arg.text("."),
                                Arg.flag(MNT_DETACH, Family.UMOUNT))),
                Step.call("stand in the new root", Call.of(Syscall.CHDIR, Arg.text("/"))));
    }

    /** {@code move_mount} of a mount that is nowhere yet onto an open directory. */
    static Step attach(String why, String mount, String onto) {
        return Step.call(
                why,
                Call.of(
                        Syscall.MOVE_MOUNT,
                        Arg.result(mount),
                        Arg.text(""),
                        Arg.result(onto),
                        Arg.text(""),
                        Arg.flag(
                                MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH,
                                Family.MOVE_MOUNT)));
    }
}
