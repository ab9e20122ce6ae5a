package slipway.runtime;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_RECURSIVE;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.MOUNT_ATTR_IDMAP;
import static slipway.linux.Constants.OPEN_TREE_CLOEXEC;
import static slipway.linux.Constants.OPEN_TREE_CLONE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_RDONLY;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.NamespaceFd;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.IdMaps;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Mounts through which a file has another owner than on the disk, made by root outside of every
 * user namespace and in no place yet. A file of user 5 is one of whoever is user 5 in a namespace
 * with the given maps; nothing is changed on the disk. An effect.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mount_setattr.2.html">mount_setattr(2)</a>
 */
public final class IdmappedMounts implements AutoCloseable {
    private static final int ATTR_SIZE = 32;
    private static final int USER_NAMESPACE = 24;
    private static final String OWNERS = "owners";

    private final Child holder;
    private final NamespaceFd maps;

    private IdmappedMounts(Child holder, NamespaceFd maps) {
        this.holder = holder;
        this.maps = maps;
    }

    /**
     * A user namespace with these maps, in which there is a process that does nothing. The mounts
     * that are made with it do not need it any more when this is closed.
     */
    public static IdmappedMounts of(Launcher launcher, IdMaps ids) {
        Child holder = launcher.startHolder(launch(ids));
        boolean done = false;
        try {
            NamespaceFd maps = NamespaceFd.open("/proc/" + holder.pid() + "/ns/user");
            done = true;
            return new IdmappedMounts(holder, maps);
        } finally {
            if (!done) holder.close();
        }
    }

    private static Launch launch(IdMaps ids) {
        return Launch.of(Plan.NOTHING)
                .withNamespaces(CLONE_NEWUSER)
                .withWhileCloned(IdMapPlanner.map(ids, true))
                .withFds(Map.of());
    }

    /** What {@link #of} does, for people. */
    static Plan shown(IdMaps ids) {
        Launch launch = launch(ids);
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text("/proc/$pid/ns/user"),
                        Arg.flag(O_RDONLY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        return launch.cloning()
                .then(launch.whileCloned())
                .then(Plan.of(Step.call("have who is who as a file", open).as(OWNERS)));
    }

    /** What {@link #show} does, for people. */
    static Plan shown(String path, boolean below) {
        Arg owners = attributes(0, "$" + OWNERS);
        return Plan.of(
                Step.call("have a mount of " + path, openTree(path, below)).as("tree"),
                Step.call(
                        "let its files have these owners",
                        setAttributes(Arg.result("tree"), owners, false)));
    }

    /**
     * Shows a file or folder of ours so.
     *
     * @param below whether with all that is mounted below it
     * @param all whether that is shown so as well, and not only the topmost mount
     * @throws SyscallException EINVAL from mount_setattr if its file system cannot do this
     */
    public Fd show(String path, boolean below, boolean all) {
        Fd tree = Fd.owned(LinuxKernel.INSTANCE.call(openTree(path, below)));
        boolean done = false;
        try {
            long fd = maps.fd().number();
            Arg owners = attributes(fd, Long.toString(fd));
            LinuxKernel.INSTANCE.call(setAttributes(Arg.num(tree.number()), owners, all));
            done = true;
            return tree;
        } finally {
            if (!done) tree.close();
        }
    }

    private static Call openTree(String path, boolean below) {
        long flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (below ? AT_RECURSIVE : 0);
        return Call.of(
                Syscall.OPEN_TREE,
                Arg.flag(AT_FDCWD, Family.DIRFD),
                Arg.text(path),
                Arg.flag(flags, Family.OPEN_TREE));
    }

    private static Call setAttributes(Arg tree, Arg attributes, boolean all) {
        return Call.of(
                Syscall.MOUNT_SETATTR,
                tree,
                Arg.text(""),
                Arg.flag(AT_EMPTY_PATH | (all ? AT_RECURSIVE : 0), Family.AT),
                attributes,
                Arg.num(ATTR_SIZE));
    }

    private static Arg attributes(long fd, String shownFd) {
        byte[] attr = new byte[ATTR_SIZE];
        ByteBuffer.wrap(attr)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(MOUNT_ATTR_IDMAP)
                .putLong(USER_NAMESPACE, fd);
        Shown shown =
                Shown.of(
                        "{attr_set=",
                        Arg.flag(MOUNT_ATTR_IDMAP, Family.MOUNT_ATTR),
                        ", userns_fd=" + shownFd + "}");
        return new Arg.Bytes(attr, shown);
    }

    @Override
    public void close() {
        try {
            maps.close();
        } finally {
            holder.close();
        }
    }
}
