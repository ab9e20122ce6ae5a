package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.AT_SYMLINK_NOFOLLOW;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NOFOLLOW;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.RENAME_NOREPLACE;
import static slipway.linux.Constants.RESOLVE_BENEATH;
import static slipway.linux.Constants.RESOLVE_NO_SYMLINKS;
import static slipway.linux.Constants.RESOLVE_NO_XDEV;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Kernel;
import slipway.linux.OpenHow;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * An open directory whose entries are removed by their names in it: no path is looked up twice, so
 * that nobody can put a link in the way meanwhile. Names are bytes, as the kernel has them.
 *
 * @param kernel who makes the calls, and so whose number {@code fd} is
 * @param path for messages
 * @param ours whether its mode may be changed where that is in the way
 */
record Directory(Kernel kernel, long fd, String path, boolean ours) implements AutoCloseable {
    private static final int BATCH = 32 * 1024;
    private static final int NAME = 19; // of struct linux_dirent64: after d_ino, d_off, d_reclen
    private static final int TYPE = 18;
    private static final int RECLEN = 16;
    private static final int DT_DIR = 4;
    private static final int DT_UNKNOWN = 0;
    private static final int STATX_SIZE = 256;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int OWNER_ALL = 0700;

    /** One entry; {@code maybeDirectory} is also true where the file system does not say. */
    record Entry(byte[] name, boolean maybeDirectory) {}

    /** The directory above what is to be removed; it stays as it is. */
    static Directory above(Kernel kernel, String path) {
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(O_RDONLY | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        return new Directory(kernel, kernel.call(open), path, false);
    }

    /**
     * Opens a directory in this one. One whose mode forbids it is given the mode 0700 first.
     *
     * @throws SyscallException ENOTDIR or ELOOP if it is no directory; EXDEV if something is
     *     mounted on it
     */
    Directory enter(Entry entry) {
        String below = pathOf(entry);
        try {
            return new Directory(kernel, openAt(entry, O_RDONLY), below, true);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EACCES) throw e;
        }
        try (Directory locked = new Directory(kernel, openAt(entry, O_PATH), below, true)) {
            locked.allowOwner();
        }
        return new Directory(kernel, openAt(entry, O_RDONLY), below, true);
    }

    /**
     * Opens a directory in this one, and changes nothing.
     *
     * @throws SyscallException as {@link #enter}; EACCES if the mode forbids it
     */
    Directory visit(Entry entry) {
        return new Directory(kernel, openAt(entry, O_RDONLY), pathOf(entry), false);
    }

    /** {@code statx} of an entry itself, also of a link: 256 bytes of {@code struct statx}. */
    ByteBuffer stat(Entry entry) {
        byte[] stat = new byte[STATX_SIZE];
        kernel.call(
                Call.of(
                        Syscall.STATX,
                        Arg.num(fd),
                        name(entry),
                        Arg.flag(AT_SYMLINK_NOFOLLOW, Family.AT),
                        new Arg.Num(STATX_BASIC_STATS, "STATX_BASIC_STATS"),
                        new Arg.Bytes(stat, "stat")));
        return ByteBuffer.wrap(stat).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Removes an entry that is a directory, and empty, or any that is none. */
    void remove(Entry entry, boolean directory) {
        callAllowed(
                Call.of(
                        Syscall.UNLINKAT,
                        Arg.num(fd),
                        name(entry),
                        Arg.flag(directory ? AT_REMOVEDIR : 0, Family.AT)));
    }

    /**
     * Moves a directory of this one into another, under another name.
     *
     * @throws SyscallException EEXIST if there is something of that name; EXDEV, EBUSY for a mount
     */
    void move(Entry entry, Directory to, String newName) {
        callAllowed(
                Call.of(
                        Syscall.RENAMEAT2,
                        Arg.num(fd),
                        name(entry),
                        Arg.num(to.fd),
                        Arg.text(newName),
                        Arg.flag(RENAME_NOREPLACE, Family.RENAME)));
    }

    /** What is in it now, without {@code .} and {@code ..}. */
    List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        byte[] batch = new byte[BATCH];
        Call call =
                Call.of(
                        Syscall.GETDENTS64,
                        Arg.num(fd),
                        new Arg.Bytes(batch, "entries"),
                        Arg.num(BATCH));
        while (true) {
            int size = (int) kernel.call(call);
            if (size == 0) return entries;
            for (int at = 0; at < size; ) {
                int length = batch[at + RECLEN] & 0xff | (batch[at + RECLEN + 1] & 0xff) << 8;
                add(entries, batch, at, length);
                at += length;
            }
        }
    }

    String pathOf(Entry entry) {
        return path + "/" + new String(entry.name(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        kernel.call(Call.of(Syscall.CLOSE, Arg.num(fd)));
    }

    private static void add(List<Entry> entries, byte[] batch, int at, int length) {
        int end = at + NAME;
        while (end < at + length && batch[end] != 0) end++;
        byte[] name = Arrays.copyOfRange(batch, at + NAME, end);
        if (name.length == 1 && name[0] == '.') return;
        if (name.length == 2 && name[0] == '.' && name[1] == '.') return;
        int type = batch[at + TYPE];
        entries.add(new Entry(name, type == DT_DIR || type == DT_UNKNOWN));
    }

    private long openAt(Entry entry, long access) {
        long resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
        return callAllowed(
                Call.of(
                        Syscall.OPENAT2,
                        Arg.num(fd),
                        name(entry),
                        OpenHow.of(access | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, resolve),
                        Arg.num(OpenHow.SIZE)));
    }

    private static Arg name(Entry entry) {
        byte[] terminated = Arrays.copyOf(entry.name(), entry.name().length + 1);
        String shown = new String(entry.name(), StandardCharsets.UTF_8);
        return new Arg.Bytes(terminated, Arg.quote(shown));
    }

    /** Makes a call that needs w and x of this directory; an owner can give itself both. */
    private long callAllowed(Call call) {
        try {
            return kernel.call(call);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EACCES || !ours) throw e;
        }
        allowOwner();
        return kernel.call(call);
    }

    /** Through /proc, because fchmod refuses what is open as a path only. */
    private void allowOwner() {
        kernel.call(
                Call.of(
                        Syscall.FCHMODAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text("/proc/self/fd/" + fd),
                        Arg.mode(OWNER_ALL)));
    }
}
