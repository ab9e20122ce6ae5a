package slipway.jail;

import static slipway.linux.Constants.AT_EMPTY_PATH;
import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_RECURSIVE;
import static slipway.linux.Constants.FSCONFIG_CMD_CREATE;
import static slipway.linux.Constants.FSCONFIG_SET_FLAG;
import static slipway.linux.Constants.FSCONFIG_SET_STRING;
import static slipway.linux.Constants.FSMOUNT_CLOEXEC;
import static slipway.linux.Constants.FSOPEN_CLOEXEC;
import static slipway.linux.Constants.F_DUPFD_CLOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NODIRATIME;
import static slipway.linux.Constants.MOUNT_ATTR__ATIME;
import static slipway.linux.Constants.MOVE_MOUNT_F_EMPTY_PATH;
import static slipway.linux.Constants.MOVE_MOUNT_T_EMPTY_PATH;
import static slipway.linux.Constants.OPEN_TREE_CLOEXEC;
import static slipway.linux.Constants.OPEN_TREE_CLONE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.RESOLVE_IN_ROOT;
import static slipway.linux.Constants.RESOLVE_NO_SYMLINKS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.OpenHow;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;

/**
 * The few moves that mounting by descriptor consists of. A mount is made first and put in its place
 * afterwards; places are open directories, never strings in a tree that an image controls.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/move_mount.2.html">move_mount(2)</a>
 */
final class Mounting {
    private static final int ATTR_SIZE = 32;

    private Mounting() {}

    /**
     * A new file system as the mount {@code $name}, not in any place yet.
     *
     * @param options {@code key=value}, or {@code key} for a flag
     * @param attributes bits of {@code MOUNT_ATTR_*}
     */
    static List<Step> make(String type, String name, long attributes, String... options) {
        String context = name + "fs";
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.call(
                                "ask for a " + type + " file system",
                                Call.of(
                                        Syscall.FSOPEN,
                                        Arg.text(type),
                                        Arg.flag(FSOPEN_CLOEXEC, Family.FSOPEN)))
                        .as(context));
        for (String option : options) steps.add(configure(context, option));
        steps.add(
                Step.call(
                        "make it",
                        Call.of(
                                Syscall.FSCONFIG,
                                Arg.result(context),
                                Arg.flag(FSCONFIG_CMD_CREATE, Family.FSCONFIG),
                                Arg.NULL,
                                Arg.NULL,
                                Arg.num(0))));
        steps.add(
                Step.call(
                                "make a mount of it",
                                Call.of(
                                        Syscall.FSMOUNT,
                                        Arg.result(context),
                                        Arg.flag(FSMOUNT_CLOEXEC, Family.FSMOUNT),
                                        Arg.flag(attributes, Family.MOUNT_ATTR)))
                        .as(name));
        return steps;
    }

    private static Step configure(String context, String option) {
        int equals = option.indexOf('=');
        boolean flag = equals < 0;
        return Step.call(
                "with " + option,
                Call.of(
                        Syscall.FSCONFIG,
                        Arg.result(context),
                        Arg.flag(flag ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING, Family.FSCONFIG),
                        Arg.text(flag ? option : option.substring(0, equals)),
                        flag ? Arg.NULL : Arg.text(option.substring(equals + 1)),
                        Arg.num(0)));
    }

    /**
     * A copy of what is mounted at a path of the host, with all below, as the mount {@code $name}.
     */
    static Do copyOf(String path, String name) {
        return copyOf(path, name, true);
    }

    /**
     * The same.
     *
     * @param below whether with what is mounted below it
     */
    static Do copyOf(String path, String name, boolean below) {
        long flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (below ? AT_RECURSIVE : 0);
        return Step.call(
                        "show " + path + " of the host",
                        Call.of(
                                Syscall.OPEN_TREE,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.flag(flags, Family.OPEN_TREE)))
                .as(name);
    }

    /** A mount that is nowhere yet and was made by somebody else, as the mount {@code $name}. */
    static Do given(int descriptor, String path, String name) {
        return Step.call(
                        "show " + path + " of the host, with ids that were mapped outside",
                        Call.of(
                                Syscall.FCNTL,
                                Arg.num(descriptor),
                                Arg.flag(F_DUPFD_CLOEXEC, Family.FCNTL),
                                Arg.num(0)))
                .as(name);
    }

    /** The same of something that is open as {@code $from}. */
    static Step copyOfOpen(String from, String name, String why) {
        return Step.call(
                        why,
                        Call.of(
                                Syscall.OPEN_TREE,
                                Arg.result(from),
                                Arg.text(""),
                                Arg.flag(
                                        OPEN_TREE_CLONE
                                                | OPEN_TREE_CLOEXEC
                                                | AT_EMPTY_PATH
                                                | AT_RECURSIVE,
                                        Family.OPEN_TREE)))
                .as(name);
    }

    /** Adds attributes to {@code $mount} and all mounts below it. */
    static Step restrict(String mount, long attributes, String why) {
        byte[] attr = new byte[ATTR_SIZE];
        ByteBuffer.wrap(attr).order(ByteOrder.LITTLE_ENDIAN).putLong(attributes);
        Shown shown = Shown.of("{attr_set=", Arg.flag(attributes, Family.MOUNT_ATTR), "}");
        return setAttributes(mount, new Arg.Bytes(attr, shown), true, why);
    }

    /**
     * Adds attributes to {@code $mount}, and says which events of other mounts reach it.
     *
     * @param propagation one of {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_UNBINDABLE}, or 0
     * @param below whether all mounts below it are changed as well
     */
    static Step change(String mount, long attributes, long propagation, boolean below, String why) {
        byte[] attr = new byte[ATTR_SIZE];
        // The ways to note times of access are one field, which has to be emptied to be set.
        boolean times = (attributes & (MOUNT_ATTR__ATIME | MOUNT_ATTR_NODIRATIME)) != 0;
        long clear = times ? MOUNT_ATTR__ATIME : 0;
        ByteBuffer.wrap(attr)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(attributes)
                .putLong(clear)
                .putLong(propagation);
        Shown shown =
                Shown.of(
                        "{attr_set=",
                        Arg.flag(attributes, Family.MOUNT_ATTR),
                        ", propagation=",
                        Arg.flag(propagation, Family.MOUNT),
                        "}");
        return setAttributes(mount, new Arg.Bytes(attr, shown), below, why);
    }

    private static Step setAttributes(String mount, Arg attributes, boolean below, String why) {
        return Step.call(
                why,
                Call.of(
                        Syscall.MOUNT_SETATTR,
                        Arg.result(mount),
                        Arg.text(""),
                        Arg.flag(AT_EMPTY_PATH | (below ? AT_RECURSIVE : 0), Family.AT),
                        attributes,
                        Arg.num(ATTR_SIZE)));
    }

    /** A directory of {@code $at}, made if it is missing, and opened as {@code $name}. */
    static List<Step> folder(String at, String folder, int mode, String name) {
        Step make =
                Step.call(
                                "have a folder " + folder,
                                Call.of(
                                        Syscall.MKDIRAT,
                                        Arg.result(at),
                                        Arg.text(folder),
                                        Arg.mode(mode)))
                        .tolerating(Errno.EEXIST);
        return List.of(make, find(at, folder, O_DIRECTORY, name));
    }

    /** Opens a path below {@code $at} as a place, without following any link. */
    static Do find(String at, String path, long flags, String name) {
        return Step.call(
                        "find /" + path + " without following links",
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.result(at),
                                Arg.text(path),
                                OpenHow.of(
                                        O_PATH | O_CLOEXEC | flags,
                                        RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS),
                                Arg.num(OpenHow.SIZE)))
                .as(name);
    }

    /** Puts {@code $mount}, which is nowhere yet, onto the open {@code $place}. */
    static Step put(String mount, String place, String why) {
        return Step.call(
                why,
                Call.of(
                        Syscall.MOVE_MOUNT,
                        Arg.result(mount),
                        Arg.text(""),
                        Arg.result(place),
                        Arg.text(""),
                        Arg.flag(
                                MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH,
                                Family.MOVE_MOUNT)));
    }
}
