package slipway.plan;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MNT_DETACH;
import static slipway.linux.Constants.MS_BIND;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.S_IFCHR;
import static slipway.linux.Constants.S_IFREG;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;

/**
 * The steps that jails are made of, each one system call, under the name that it has in the manual.
 * Nothing happens when one is made: it is a value, for a {@link Plan}.
 *
 * <p>A step that fails ends the plan. To go on after some error, say so: {@code
 * Steps.mkdir("/proc", 0755).tolerating(Errno.EEXIST)}.
 */
public final class Steps {
    private static final Arg HERE = Arg.flag(AT_FDCWD, Family.DIRFD);
    private static final int PERMISSIONS = 07777;
    private static final long ALL = 0xffff_ffffL;

    private Steps() {}

    /** {@code chroot(path)}: paths that begin with / begin at {@code path} from now on. */
    public static Do chroot(String path) {
        return step("make " + path + " the root", Syscall.CHROOT, Arg.text(path));
    }

    /** {@code chdir(path)}: paths that do not begin with / begin at {@code path} from now on. */
    public static Do chdir(String path) {
        return step("go to " + path, Syscall.CHDIR, Arg.text(path));
    }

    /** {@code fchdir(fd)}: go to the directory that is open as this descriptor. */
    public static Do fchdir(int fd) {
        return step("go to descriptor " + fd, Syscall.FCHDIR, Arg.num(fd));
    }

    /** {@code fchdir($name)}: go to a directory that {@link #open} has opened. */
    public static Do fchdir(String name) {
        return step("go back to " + name, Syscall.FCHDIR, Arg.result(name));
    }

    /** {@code open(directory, O_DIRECTORY)}: keeps it open under a name for later steps. */
    public static Do open(String directory, String name) {
        return step(
                        "keep " + directory + " open",
                        Syscall.OPENAT,
                        HERE,
                        Arg.text(directory),
                        Arg.flag(O_RDONLY | O_DIRECTORY, Family.OPEN),
                        Arg.mode(0))
                .as(name);
    }

    /** {@code close(fd)}. */
    public static Do close(int fd) {
        return step("close descriptor " + fd, Syscall.CLOSE, Arg.num(fd));
    }

    /**
     * {@code close_range(first, last, CLOSE_RANGE_CLOEXEC)}: these descriptors, as many of them as
     * are open, are closed when the process becomes its program.
     */
    public static Do closeAtExec(int first, int last) {
        return closeAtExec(first, Arg.num(last), "descriptors " + first + " to " + last);
    }

    /** Like {@link #closeAtExec(int, int)}, with no end: {@code first} and all above it. */
    public static Do closeAtExec(int first) {
        return closeAtExec(first, new Arg.Num(ALL, "~0"), "all descriptors from " + first + " on");
    }

    private static Do closeAtExec(int first, Arg last, String which) {
        return step(
                "let exec close " + which,
                Syscall.CLOSE_RANGE,
                Arg.num(first),
                last,
                new Arg.Num(Constants.CLOSE_RANGE_CLOEXEC, "CLOSE_RANGE_CLOEXEC"));
    }

    /** {@code mkdir(path, mode)}; the mode as in {@code 0755}. EEXIST if it is there. */
    public static Do mkdir(String path, int mode) {
        return step(
                "make the folder " + path, Syscall.MKDIRAT, HERE, Arg.text(path), Arg.mode(mode));
    }

    /** {@code chmod(path, mode)}: not held back by the umask, as the mode of mkdir is. */
    public static Do chmod(String path, int mode) {
        return step(
                "give " + path + " its mode",
                Syscall.FCHMODAT,
                HERE,
                Arg.text(path),
                Arg.mode(mode));
    }

    /** {@code symlink(target, path)}: {@code path} leads to {@code target}. */
    public static Do symlink(String target, String path) {
        return step(
                "let " + path + " lead to " + target,
                Syscall.SYMLINKAT,
                Arg.text(target),
                HERE,
                Arg.text(path));
    }

    /** {@code mknod(path, S_IFREG | mode, 0)}: an empty file. EEXIST if it is there. */
    public static Do emptyFile(String path, int mode) {
        return mknod(path, S_IFREG, "S_IFREG", mode, Arg.num(0));
    }

    /**
     * {@code mknod(path, S_IFCHR | mode, makedev(major, minor))}: a way to a device of the kernel.
     * EPERM in a user namespace, whoever one is there.
     */
    public static Do characterDevice(String path, int mode, int major, int minor) {
        // As the kernel packs them: makedev(3).
        long number = minor & 0xffL | (long) major << 8 | (minor & ~0xffL) << 12;
        String shown = "makedev(" + major + ", " + minor + ")";
        return mknod(path, S_IFCHR, "S_IFCHR", mode, new Arg.Num(number, shown));
    }

    private static Do mknod(String path, int type, String name, int mode, Arg device) {
        int permissions = mode & PERMISSIONS;
        String shown = name + "|0" + Integer.toOctalString(permissions);
        return step(
                "have " + path,
                Syscall.MKNODAT,
                HERE,
                Arg.text(path),
                new Arg.Num(type | permissions, shown),
                device);
    }

    /**
     * {@code mount(type, path, type, flags, options)}: a file system of the kernel's own making.
     *
     * @param type as {@code proc} or {@code tmpfs}
     * @param path a folder that is there
     * @param flags {@code MS_*} of {@link Constants}, or 0
     * @param options as {@code mode=1777}; empty for none
     */
    public static Do mount(String type, String path, long flags, String options) {
        return step(
                "mount " + type + " on " + path,
                Syscall.MOUNT,
                Arg.text(type),
                Arg.text(path),
                Arg.text(type),
                Arg.flag(flags, Family.MOUNT),
                options.isEmpty() ? Arg.NULL : Arg.text(options));
    }

    /**
     * {@code mount(source, path, NULL, MS_BIND, NULL)}: shows a file or folder in a second place.
     *
     * @param path is there and is of the same kind, a file for a file
     */
    public static Do bind(String source, String path) {
        return bind(source, path, MS_BIND);
    }

    /** {@code MS_BIND | MS_REC}: like {@link #bind}, with all that is mounted below it. */
    public static Do bindAll(String source, String path) {
        return bind(source, path, MS_BIND | MS_REC);
    }

    private static Do bind(String source, String path, long flags) {
        String why = source.equals(path) ? "make " + path + " a mount" : "show " + source;
        String where = source.equals(path) ? "" : " on " + path;
        return step(
                why + where,
                Syscall.MOUNT,
                Arg.text(source),
                Arg.text(path),
                Arg.NULL,
                Arg.flag(flags, Family.MOUNT),
                Arg.NULL);
    }

    /**
     * {@code open_tree(path, OPEN_TREE_CLONE)}: a mount that shows {@code path} and is nowhere yet,
     * kept open under a name for later steps.
     */
    public static Do openTree(String path, String name) {
        return step(
                        "make a mount of " + path + " that is nowhere yet",
                        Syscall.OPEN_TREE,
                        HERE,
                        Arg.text(path),
                        Arg.flag(
                                Constants.OPEN_TREE_CLONE | Constants.OPEN_TREE_CLOEXEC,
                                Family.OPEN_TREE))
                .as(name);
    }

    /**
     * {@code mount_setattr(tree, MOUNT_ATTR_IDMAP)}: the owners of files are seen through the map
     * of a user namespace: a file of its user 0 is one of whoever that is outside, and so on.
     *
     * @param tree the name of a mount that {@link #openTree} has made
     * @param userNamespace a descriptor of it
     */
    public static Do idMapped(String tree, int userNamespace) {
        List<Arg> words =
                List.of(
                        Arg.num(Constants.MOUNT_ATTR_IDMAP),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(userNamespace));
        String shown = "{attr_set=MOUNT_ATTR_IDMAP, userns_fd=" + userNamespace + "}";
        return step(
                "map the owners of files on " + tree,
                Syscall.MOUNT_SETATTR,
                Arg.result(tree),
                Arg.text(""),
                Arg.flag(Constants.AT_EMPTY_PATH, Family.AT),
                new Arg.Words(words, shown),
                Arg.num(8L * words.size()));
    }

    /**
     * {@code move_mount(tree, path)}: puts a mount that {@link #openTree} has made in its place.
     */
    public static Do moveMount(String tree, String path) {
        return step(
                "put " + tree + " on " + path,
                Syscall.MOVE_MOUNT,
                Arg.result(tree),
                Arg.text(""),
                HERE,
                Arg.text(path),
                Arg.flag(Constants.MOVE_MOUNT_F_EMPTY_PATH, Family.MOVE_MOUNT));
    }

    /**
     * {@code mount(NULL, path, NULL, MS_REC | MS_PRIVATE, NULL)}: mounts below {@code path} are
     * neither told to other mount namespaces nor heard of from them.
     */
    public static Do makePrivate(String path) {
        return propagation("keep mounts below " + path + " to ourselves", path, MS_PRIVATE);
    }

    /**
     * {@code mount(NULL, path, NULL, MS_REC | flag, NULL)}.
     *
     * @param flag {@code MS_PRIVATE}, {@code MS_SHARED}, {@code MS_SLAVE} or {@code MS_UNBINDABLE}
     */
    public static Do propagation(String path, long flag) {
        return propagation("say who hears of mounts below " + path, path, flag);
    }

    private static Do propagation(String why, String path, long flag) {
        return step(
                why,
                Syscall.MOUNT,
                Arg.NULL,
                Arg.text(path),
                Arg.NULL,
                Arg.flag(MS_REC | flag, Family.MOUNT),
                Arg.NULL);
    }

    /**
     * {@code pivot_root(newRoot, putOld)}: what is mounted on {@code newRoot} becomes the root, and
     * what was the root is mounted on {@code putOld}, a folder at or below {@code newRoot}.
     */
    public static Do pivotRoot(String newRoot, String putOld) {
        return step(
                "make " + newRoot + " the root, and put the old one on " + putOld,
                Syscall.PIVOT_ROOT,
                Arg.text(newRoot),
                Arg.text(putOld));
    }

    /** {@code umount2(path, 0)}: EBUSY while anybody uses what is mounted there. */
    public static Do unmount(String path) {
        return step("unmount " + path, Syscall.UMOUNT2, Arg.text(path), Arg.flag(0, Family.UMOUNT));
    }

    /**
     * {@code umount2(path, MNT_DETACH)}: takes it, and all mounts below it, out of sight at once.
     */
    public static Do detach(String path) {
        return step(
                "let " + path + " go",
                Syscall.UMOUNT2,
                Arg.text(path),
                Arg.flag(MNT_DETACH, Family.UMOUNT));
    }

    /** {@code unshare(flags)}: no longer shares these with its parent; {@code CLONE_*}. */
    public static Do unshare(long flags) {
        return step(
                "no longer share with the parent", Syscall.UNSHARE, Arg.flag(flags, Family.CLONE));
    }

    /** {@code setns(fd, kind)}: goes into the namespace that is open as this descriptor. */
    public static Do setns(int fd, long kind) {
        return step(
                "go into the namespace of descriptor " + fd,
                Syscall.SETNS,
                Arg.num(fd),
                Arg.flag(kind, Family.CLONE));
    }

    /** {@code setresuid(real, effective, saved)}; -1 leaves one as it is. */
    public static Do setresuid(long real, long effective, long saved) {
        return step(
                "become user " + effective,
                Syscall.SETRESUID,
                Arg.num(real),
                Arg.num(effective),
                Arg.num(saved));
    }

    /** {@code setresgid(real, effective, saved)}; -1 leaves one as it is. */
    public static Do setresgid(long real, long effective, long saved) {
        return step(
                "become group " + effective,
                Syscall.SETRESGID,
                Arg.num(real),
                Arg.num(effective),
                Arg.num(saved));
    }

    /** {@code setgroups(size, list)}: these supplementary groups and no others. */
    public static Do setgroups(List<? extends Number> groups) {
        ByteBuffer list = ByteBuffer.allocate(4 * groups.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (Number group : groups) list.putInt(group.intValue());
        Arg ids = groups.isEmpty() ? Arg.NULL : new Arg.Bytes(list.array(), groups.toString());
        return step("be in the groups " + groups, Syscall.SETGROUPS, Arg.num(groups.size()), ids);
    }

    /** {@code open(path, O_WRONLY)}, {@code write}, {@code close}: one write of the whole text. */
    public static WriteFile write(String path, String text) {
        return new WriteFile(path, text, "write " + Arg.quote(text) + " to " + path);
    }

    /** {@code umask(mask)}: these bits of a mode are left out of whatever is made from now on. */
    public static Do umask(int mask) {
        return step("set the umask", Syscall.UMASK, Arg.mode(mask));
    }

    /** {@code kill(pid, signal)}; with signal 0 it only asks whether it might. */
    public static Do kill(int pid, int signal) {
        return step("signal process " + pid, Syscall.KILL, Arg.num(pid), Arg.num(signal));
    }

    /** {@code exit_group(status)}: the end of a process that becomes no program. */
    public static Do exit(int status) {
        return step("end", Syscall.EXIT_GROUP, Arg.num(status));
    }

    private static Do step(String why, Syscall syscall, Arg... args) {
        return Step.call(why, new Call(syscall, List.of(args)));
    }
}
