package slipway.linux;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.S_IFBLK;
import static slipway.linux.Constants.S_IFCHR;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a JShell session and the kernel: a call that would change the whole machine is
 * refused on a thread that is still in the JVM's own namespaces. Against slips, not against intent:
 * who wants to can start {@code /bin/mount}. See docs/decisions/0022.
 *
 * <p>Where a thread is, is asked of the kernel before each such call, by a descriptor of {@code
 * /proc} that is opened first of all: it works in a chroot, too.
 */
public final class HostGuard {
    private static final int S_IFMT = 0170000;
    private static final int LINK_MAX = 64;

    private static final class Proc {
        static final long FD =
                LinuxKernel.INSTANCE.call(
                        Call.of(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text("/proc"),
                                Arg.flag(O_PATH | O_CLOEXEC, Family.OPEN),
                                Arg.mode(0)));
    }

    private HostGuard() {}

    /** A namespace as {@code /proc/PID/ns} calls it, and the flag that makes one. */
    private record Room(String kind, long flag, String whom) {
        private static final String ALL = "the whole machine";
        static final Room HOST_NAME = new Room("uts", CLONE_NEWUTS, ALL);
        static final Room MOUNTS = new Room("mnt", CLONE_NEWNS, ALL);
        static final Room PROCESSES = new Room("pid", CLONE_NEWPID, ALL);

        /** Shared by threads; unshare(CLONE_NEWNS) ends that. */
        static final Room ROOT = new Room("mnt", CLONE_NEWNS, "all threads of this JVM");
    }

    /**
     * Before a call on this thread.
     *
     * @throws Refused if it would be a call for everybody on this machine
     */
    static void check(Call call) {
        if (call.syscall() == Syscall.UNSHARE || call.syscall() == Syscall.SETNS) {
            if (Thread.currentThread() instanceof ThrowAwayThread) return;
            throw new Refused(
                    call,
                    "this thread would be in other namespaces for the rest of the session."
                            + " Try: a ThrowAwayThread, or a launch with namespaces");
        }
        Room room = changes(call);
        if (room == null || !isAtHome(room)) return;
        throw new Refused(
                call,
                "this thread is in the "
                        + room.kind()
                        + " namespace of the JVM, and what the call does would be done to "
                        + room.whom()
                        + ". Try: put it into a plan and launch that in namespaces of its own");
    }

    /**
     * Before a call that a launch is going to make.
     *
     * @param made bits of {@code CLONE_NEW*}: the namespaces that will be its own by then
     * @throws Refused if it would be a call for everybody on this machine
     */
    public static void checkLaunched(Call call, long made) {
        Room room = changes(call);
        // What is launched has a root of its own from the beginning.
        if (room == null || room == Room.ROOT || (made & room.flag()) != 0) return;
        throw new Refused(
                call,
                "the launch makes no "
                        + room.kind()
                        + " namespace, and what the call does would be done to the whole machine."
                        + " Try: launch it with "
                        + Family.CLONE.describe(room.flag()));
    }

    /** The namespace that keeps from others what the call does; null for a harmless one. */
    private static @Nullable Room changes(Call call) {
        switch (call.syscall()) {
            case SETHOSTNAME:
            case SETDOMAINNAME:
                return Room.HOST_NAME;
            case MOUNT:
            case UMOUNT2:
            case PIVOT_ROOT:
            case OPEN_TREE:
            case MOVE_MOUNT:
            case MOUNT_SETATTR:
            case FSMOUNT:
            case FSPICK:
                return Room.MOUNTS;
            case CHROOT:
                return Room.ROOT;
            case MKNODAT:
                long type = number(call, 2) & S_IFMT;
                return type == S_IFCHR || type == S_IFBLK ? Room.MOUNTS : null;
            case KILL:
                long pid = number(call, 0);
                boolean asks = number(call, 1) == 0;
                return !asks && (pid == 1 || pid == -1) ? Room.PROCESSES : null;
            default:
                return null;
        }
    }

    private static long number(Call call, int index) {
        if (index >= call.args().size()) return 0;
        Arg arg = call.args().get(index);
        if (arg instanceof Arg.Num num) return num.value();
        return arg instanceof Arg.Flag flag ? flag.value() : 0;
    }

    /** The first thread of a JVM runs no Java, and so stays where the JVM was started. */
    private static boolean isAtHome(Room room) {
        return link("self/ns/" + room.kind()).equals(link("thread-self/ns/" + room.kind()));
    }

    private static String link(String path) {
        byte[] bytes = new byte[LINK_MAX];
        long length =
                LinuxKernel.INSTANCE.call(
                        Call.of(
                                Syscall.READLINKAT,
                                Arg.num(Proc.FD),
                                Arg.text(path),
                                new Arg.Bytes(bytes, "link"),
                                Arg.num(LINK_MAX)));
        return new String(bytes, 0, (int) length, StandardCharsets.US_ASCII);
    }

    /** The call was not made. */
    public static final class Refused extends RuntimeException implements ForPeople {
        private static final long serialVersionUID = 1L;

        Refused(Call call, String reason) {
            super(call + " was not made: " + reason);
        }
    }
}
