package slipway.unionfs;

import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.AT_SYMLINK_NOFOLLOW;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_EXCL;
import static slipway.linux.Constants.O_NOFOLLOW;
import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_WRONLY;
import static slipway.linux.Constants.RESOLVE_BENEATH;
import static slipway.linux.Constants.RESOLVE_NO_SYMLINKS;
import static slipway.linux.Constants.RESOLVE_NO_XDEV;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Kernel;
import slipway.linux.OpenHow;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;

/**
 * Makes files below an open directory, and nowhere else. An effect. The directory of each is found
 * by openat2 without following a single link and without leaving the mount, and is then a
 * descriptor; the file is made by its name in it. Names are raw. Descriptors are numbers of the
 * process that the kernel given makes its calls in.
 */
final class TreeWriter implements AutoCloseable {
    private static final long RESOLVE = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
    private static final int NEW_DIRECTORY = 0755;
    private static final int NEW_FILE = 0600;
    private static final int STATX = 256;
    private static final int STATX_TYPE_AND_MODE = 3;

    private final Kernel kernel;
    private final int root;
    private String directory = "";
    private int at;

    /**
     * @param root the open directory; not to be closed before this
     */
    TreeWriter(Kernel kernel, int root) {
        this.kernel = kernel;
        this.root = root;
        this.at = root;
    }

    /** Makes a directory. */
    void directory(LayerName name) {
        call(Syscall.MKDIRAT, name, Arg.mode(NEW_DIRECTORY));
    }

    /** Makes an empty file and opens it for writing. */
    int file(LayerName name) {
        long flags = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC;
        return (int) call(Syscall.OPENAT, name, Arg.flag(flags, Family.OPEN), Arg.mode(NEW_FILE));
    }

    void symlink(LayerName name, String target) {
        int parent = parent(name);
        make(Call.of(Syscall.SYMLINKAT, raw(target), Arg.num(parent), raw(name.name())));
    }

    /** Another name of a file that is there; of a symbolic link, not of what it leads to. */
    void link(LayerName name, LayerName existing) {
        Arg parent = Arg.num(parent(name));
        int from = openParent(existing);
        try {
            Arg old = raw(existing.name());
            Arg none = Arg.num(0);
            make(Call.of(Syscall.LINKAT, Arg.num(from), old, parent, raw(name.name()), none));
        } finally {
            closeFd(from);
        }
    }

    /**
     * Makes a device, a pipe or a whiteout.
     *
     * @param type S_IFCHR, S_IFBLK or S_IFIFO
     */
    void node(LayerName name, int type, long major, long minor) {
        long device = minor & 0xff | (major & 0xfff) << 8 | (minor & 0xfff00) << 12;
        Arg mode = new Arg.Num(type | NEW_FILE, "0" + Integer.toOctalString(type | NEW_FILE));
        call(Syscall.MKNODAT, name, mode, Arg.num(device));
    }

    void remove(LayerName name, boolean isDirectory) {
        call(Syscall.UNLINKAT, name, Arg.flag(isDirectory ? AT_REMOVEDIR : 0, Family.AT));
    }

    void owner(LayerName name, long uid, long gid) {
        Arg follow = Arg.flag(AT_SYMLINK_NOFOLLOW, Family.AT);
        call(Syscall.FCHOWNAT, name, Arg.num(uid), Arg.num(gid), follow);
    }

    /** Of what is no symbolic link: the call would follow one. */
    void mode(LayerName name, int mode) {
        call(Syscall.FCHMODAT, name, Arg.mode(mode));
    }

    void time(LayerName name, long seconds, int nanos) {
        Arg follow = Arg.flag(AT_SYMLINK_NOFOLLOW, Family.AT);
        call(Syscall.UTIMENSAT, name, times(seconds, nanos), follow);
    }

    /** Owner, mode and time of an open file, without looking for it again. */
    void finish(int file, long uid, long gid, int mode, long seconds, int nanos) {
        Arg fd = Arg.num(file);
        if (uid >= 0) make(Call.of(Syscall.FCHOWN, fd, Arg.num(uid), Arg.num(gid)));
        if (mode != NEW_FILE) make(Call.of(Syscall.FCHMOD, fd, Arg.mode(mode)));
        make(Call.of(Syscall.UTIMENSAT, fd, Arg.NULL, times(seconds, nanos), Arg.num(0)));
    }

    /**
     * Of a file or directory.
     *
     * @throws SyscallException EPERM where this one is not allowed, EOPNOTSUPP where none is
     */
    void attribute(LayerName name, String key, byte[] value) {
        int entry = open(name);
        try {
            attribute(entry, key, value);
        } finally {
            closeFd(entry);
        }
    }

    private void attribute(int file, String key, byte[] value) {
        Arg bytes = new Arg.Bytes(value.length == 0 ? new byte[1] : value.clone(), "value");
        Arg size = Arg.num(value.length);
        make(Call.of(Syscall.FSETXATTR, Arg.num(file), raw(key), bytes, size, Arg.num(0)));
    }

    /** {@code st_mode}. */
    int look(LayerName name) {
        byte[] stat = new byte[STATX];
        Arg follow = Arg.flag(AT_SYMLINK_NOFOLLOW, Family.AT);
        Arg mask = Arg.num(STATX_TYPE_AND_MODE);
        call(Syscall.STATX, name, follow, mask, new Arg.Bytes(stat, "stat"));
        return ByteBuffer.wrap(stat).order(ByteOrder.LITTLE_ENDIAN).getShort(28) & 0xffff;
    }

    void closeFd(int fd) {
        make(Call.of(Syscall.CLOSE, Arg.num(fd)));
    }

    @Override
    public void close() {
        if (at != root) closeFd(at);
        at = root;
        directory = "";
    }

    private int open(LayerName name) {
        Arg how = OpenHow.of(O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, RESOLVE);
        Arg parent = Arg.num(parent(name));
        Arg path = raw(name.isRoot() ? "." : name.name());
        return (int) make(Call.of(Syscall.OPENAT2, parent, path, how, Arg.num(OpenHow.SIZE)));
    }

    /** The descriptor of the entry's directory; archives go through directories one by one. */
    private int parent(LayerName name) {
        if (name.directory().equals(directory)) return at;
        int opened = openParent(name);
        close();
        at = opened;
        directory = name.directory();
        return at;
    }

    private int openParent(LayerName name) {
        Arg path = raw(name.directory().isEmpty() ? "." : name.directory());
        Arg how = OpenHow.of(O_PATH | O_DIRECTORY | O_CLOEXEC, RESOLVE);
        Arg size = Arg.num(OpenHow.SIZE);
        try {
            return (int) make(Call.of(Syscall.OPENAT2, Arg.num(root), path, how, size));
        } catch (SyscallException e) {
            String shown = RawName.shown(name.path());
            if (e.errno() == Errno.ELOOP) {
                throw new BadArchive(shown + " leads through a symbolic link");
            }
            if (e.errno() == Errno.ENOTDIR) {
                throw new BadArchive(shown + " leads through what is no directory");
            }
            throw e;
        }
    }

    private long call(Syscall syscall, LayerName name, Arg... rest) {
        Arg[] args = new Arg[rest.length + 2];
        args[0] = Arg.num(parent(name));
        args[1] = raw(name.isRoot() ? "." : name.name());
        System.arraycopy(rest, 0, args, 2, rest.length);
        return make(Call.of(syscall, args));
    }

    private long make(Call call) {
        return kernel.call(call);
    }

    private static Arg times(long seconds, int nanos) {
        ByteBuffer times = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        times.putLong(seconds).putLong(nanos).putLong(seconds).putLong(nanos);
        return new Arg.Bytes(times.array(), "times");
    }

    private static Arg raw(String name) {
        return new Arg.Bytes(RawName.terminated(name), Shown.of("\"", new Quoted(name), "\""));
    }

    /** Made readable only if somebody reads it. */
    private record Quoted(String name) {
        @Override
        public String toString() {
            return RawName.shown(name);
        }
    }
}
