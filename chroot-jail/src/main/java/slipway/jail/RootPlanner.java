package slipway.jail;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_RECURSIVE;
import static slipway.linux.Constants.MNT_DETACH;
import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.MS_SLAVE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.util.ArrayList;
import java.util.List;
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

    private static final int ATTR_SIZE = 32;

    /** Of {@code struct mount_attr}: where attr_clr is, behind attr_set. */
    private static final int ATTR_CLEAR = 8;

    private RootPlanner() {}

    /** The first step of all, for a root that somebody else prepares as {@code $root}. */
    public static Plan apart() {
        return apart(false);
    }

    /**
     * The same.
     *
     * @param hearHost whether mounts that the host makes later may appear in those that we have
     */
    public static Plan apart(boolean hearHost) {
        return Plan.of(hearHost ? hearTheHost() : keepMountsApart());
    }

    /** Prepares {@code directory}, an absolute path of the host, as the mount {@code $root}. */
    public static Plan prepare(String directory) {
        return apart().then(show(directory));
    }

    /**
     * Prepares, once our mounts are kept apart, a mount of {@code directory} that somebody else has
     * made, because its ids are others than on the disk. It is put over the present root, which
     * everybody may enter; whoever is root in there may perhaps not enter the directory.
     *
     * @param descriptor the number that it is open under
     */
    public static Plan showMapped(String directory, int descriptor) {
        return Plan.of(
                open("/"),
                Mounting.given(descriptor, directory, ROOT),
                closed(),
                Mounting.put(ROOT, "dir", "put the mount in a place"));
    }

    /** The same, once our mounts are kept apart. */
    public static Plan show(String directory) {
        return Plan.of(
                open(directory),
                Mounting.copyOfOpen(
                        "dir", ROOT, "make a mount of it, with all that is mounted below"),
                closed(),
                Mounting.put(ROOT, "dir", "put the mount in its place"));
    }

    /**
     * The same for a root whose owner answers for it: device nodes in it work.
     *
     * @param hearHost whether mounts that the host makes later may appear in those that we have
     */
    public static Plan prepareAsItIs(String directory, boolean hearHost) {
        return Plan.of(
                hearHost ? hearTheHost() : keepMountsApart(),
                open(directory),
                Mounting.copyOfOpen(
                        "dir", ROOT, "make a mount of it, with all that is mounted below"),
                Mounting.put(ROOT, "dir", "put the mount in its place"));
    }

    /**
     * Prepares, once our mounts are kept apart, a private copy of {@code directory} as the mount
     * {@code $root}: an overlay, whose upper half is in memory and goes with the container. Nothing
     * is copied before it is written to.
     *
     * @param unprivileged whether it is mounted in a user namespace: the marks of deleted files are
     *     then user.* attributes, because trusted.* ones are refused there
     * @param mapped the number of the descriptor of a mount of the directory whose ids are others
     *     than on the disk; -1 for none
     */
    public static Plan showCopy(String directory, boolean unprivileged, int mapped) {
        List<Step> steps = new ArrayList<>();
        steps.add(open(directory));
        String lower = "dir";
        if (mapped >= 0) {
            lower = "lower";
            steps.add(Mounting.given(mapped, directory, lower));
            steps.add(Mounting.put(lower, "dir", "put the mount in its place"));
        }
        steps.add(
                Step.call(
                        "stand in it: once it is covered, it can be named as . only",
                        Call.of(Syscall.FCHDIR, Arg.result(lower))));
        steps.addAll(Mounting.make("tmpfs", "scratch", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV));
        steps.add(Mounting.put("scratch", lower, "cover it with room for what will be written"));
        steps.addAll(Mounting.folder("scratch", "upper", 0755, "upper"));
        steps.addAll(Mounting.folder("scratch", "work", 0700, "work"));
        List<String> options = new ArrayList<>();
        options.add("lowerdir=.");
        options.add("upperdir=" + directory + "/upper");
        options.add("workdir=" + directory + "/work");
        if (unprivileged) options.add("userxattr");
        steps.addAll(
                Mounting.make("overlay", ROOT, MOUNT_ATTR_NODEV, options.toArray(new String[0])));
        steps.add(Mounting.put(ROOT, "scratch", "put the mount in its place"));
        return new Plan(steps);
    }

    /** Makes the root read-only, and not what is mounted below it. */
    public static Plan makeReadOnly() {
        byte[] attr = new byte[ATTR_SIZE];
        attr[0] = (byte) MOUNT_ATTR_RDONLY;
        return Plan.of(
                Step.call(
                        "let nothing be written to the root",
                        Call.of(
                                Syscall.MOUNT_SETATTR,
                                Arg.result(ROOT),
                                Arg.text(""),
                                Arg.flag(AT_EMPTY_PATH, Family.AT),
                                new Arg.Bytes(attr, "{attr_set=MOUNT_ATTR_RDONLY}"),
                                Arg.num(ATTR_SIZE))));
    }

    /**
     * After the old root has gone: no node in any mount so far opens a device, but for terminals.
     * Those that the container shall have are bound into place later.
     *
     * @param terminals whether there is a devpts on /dev/pts
     */
    public static Plan refuseDevices(boolean terminals) {
        Step refuse =
                nodes(
                        "let no node open a device, for nothing else guards them here",
                        "/",
                        Arg.flag(AT_RECURSIVE, Family.AT),
                        0,
                        "{attr_set=MOUNT_ATTR_NODEV}");
        if (!terminals) return Plan.of(refuse);
        return Plan.of(
                refuse,
                nodes(
                        "but let those of terminals",
                        "/dev/pts",
                        Arg.flag(0, Family.AT),
                        ATTR_CLEAR,
                        "{attr_clr=MOUNT_ATTR_NODEV}"));
    }

    private static Step nodes(String why, String where, Arg flags, int at, String shown) {
        byte[] attr = new byte[ATTR_SIZE];
        attr[at] = (byte) MOUNT_ATTR_NODEV;
        return Step.call(
                why,
                Call.of(
                        Syscall.MOUNT_SETATTR,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(where),
                        flags,
                        new Arg.Bytes(attr, shown),
                        Arg.num(ATTR_SIZE)));
    }

    /**
     * Says what becomes of mounts below the root, once everything else is mounted.
     *
     * @param kind {@code MS_SHARED} or {@code MS_UNBINDABLE}
     * @param below whether of all mounts below it as well
     */
    public static Plan propagate(long kind, boolean below) {
        String why = "say what becomes of mounts that are made below the root";
        return Plan.of(Mounting.change(ROOT, 0, kind, below, why));
    }

    /** Docker leaves this to the devices cgroup, which comes with stage 3. */
    private static Step closed() {
        return Mounting.restrict(ROOT, MOUNT_ATTR_NODEV, "let no device node in it work");
    }

    private static Step keepMountsApart() {
        return keep(
                MS_PRIVATE,
                "keep our mounts from reaching the host, and the host's from reaching us");
    }

    private static Step hearTheHost() {
        return keep(MS_SLAVE, "keep our mounts from reaching the host");
    }

    private static Step keep(long kind, String why) {
        return Step.call(
                why,
                Call.of(
                        Syscall.MOUNT,
                        Arg.NULL,
                        Arg.text("/"),
                        Arg.NULL,
                        Arg.flag(MS_REC | kind, Family.MOUNT),
                        Arg.NULL));
    }

    private static Step open(String directory) {
        return Step.call(
                        "find the new root once; from here on it is a descriptor",
                        Call.of(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(directory),
                                Arg.flag(O_PATH | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                                Arg.mode(0)))
                .as("dir");
    }

    // tag::enter[]
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
    // end::enter[]
}
