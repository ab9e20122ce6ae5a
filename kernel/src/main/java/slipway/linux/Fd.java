package slipway.linux;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.F_ADD_SEALS;
import static slipway.linux.Constants.MFD_ALLOW_SEALING;
import static slipway.linux.Constants.MFD_CLOEXEC;
import static slipway.linux.Constants.MFD_EXEC;
import static slipway.linux.Constants.O_CLOEXEC;

/**
 * An open file descriptor. Made with {@code O_CLOEXEC} always: a leaked descriptor is a way out of
 * a container. Closing it twice is harmless.
 */
public final class Fd implements AutoCloseable {
    public static final Fd STDIN = new Fd(0);
    public static final Fd STDOUT = new Fd(1);
    public static final Fd STDERR = new Fd(2);

    private int number;

    private Fd(int number) {
        this.number = number;
    }

    /** Takes over a descriptor that a call of our own returned. */
    public static Fd owned(long number) {
        return new Fd((int) number);
    }

    /**
     * {@code openat(AT_FDCWD, path, flags | O_CLOEXEC, mode)}.
     *
     * @throws SyscallException ENOENT, EACCES and the other answers of open(2)
     */
    public static Fd open(String path, long flags, int mode) {
        return owned(
                LinuxKernel.INSTANCE.call(
                        Call.of(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.flag(flags | O_CLOEXEC, Family.OPEN),
                                Arg.mode(mode))));
    }

    /**
     * {@code openat2(dir, path, {flags, resolve=RESOLVE_IN_ROOT})}: {@code path} is looked up as if
     * {@code dir} were {@code /}, so that no link in it can lead out.
     *
     * @throws SyscallException ENOENT, EXDEV, ELOOP; ENOSYS before Linux 5.6
     * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2)</a>
     */
    public static Fd openInRoot(Fd dir, String path, long flags) {
        Arg how = OpenHow.inRoot(flags | O_CLOEXEC);
        return owned(
                LinuxKernel.INSTANCE.call(
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.num(dir.number()),
                                Arg.text(path),
                                how,
                                Arg.num(OpenHow.SIZE))));
    }

    /**
     * {@code memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC)}: a file in memory that
     * may be executed. {@code MFD_EXEC} is left out where the kernel does not know it (before 6.3).
     *
     * @throws SyscallException EACCES where the sysctl {@code vm.memfd_noexec} is 2
     * @see <a href="https://man7.org/linux/man-pages/man2/memfd_create.2.html">memfd_create(2)</a>
     */
    public static Fd executableMemory(String name) {
        long flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
        try {
            return memory(name, flags | MFD_EXEC);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINVAL) throw e;
            return memory(name, flags);
        }
    }

    private static Fd memory(String name, long flags) {
        return owned(
                LinuxKernel.INSTANCE.call(
                        Call.of(
                                Syscall.MEMFD_CREATE,
                                Arg.text(name),
                                Arg.flag(flags, Family.MEMFD))));
    }

    /** {@code fcntl(fd, F_ADD_SEALS, seals)}. */
    public void seal(long seals) {
        LinuxKernel.quick(Syscall.FCNTL, number(), F_ADD_SEALS, seals, 0, 0);
    }

    /** The number that the kernel knows it by. */
    public int number() {
        if (number < 0) throw new IllegalStateException("this descriptor has been closed");
        return number;
    }

    /** A path by which this process can name what is open here. */
    public String path() {
        return "/proc/self/fd/" + number();
    }

    /**
     * {@code read(fd, into, size)}, repeated when a signal interrupts it.
     *
     * @return the bytes read, 0 at the end of the file
     */
    public int read(Memory into, int size) {
        while (true) {
            try {
                return (int) LinuxKernel.quick(Syscall.READ, number(), into.address(), size, 0, 0);
            } catch (SyscallException e) {
                if (e.errno() != Errno.EINTR) throw e;
            }
        }
    }

    /** {@code write(fd, bytes, length)}, repeated until everything is written. */
    public void write(byte[] bytes) {
        try (Memory memory = Memory.allocate(Math.max(1, bytes.length))) {
            memory.putBytes(0, bytes);
            for (int done = 0; done < bytes.length; ) {
                done += write(memory.address() + done, bytes.length - done);
            }
        }
    }

    /** The same of {@code length} bytes of memory. */
    public void write(Memory from, int length) {
        for (int done = 0; done < length; ) done += write(from.address() + done, length - done);
    }

    private int write(long address, int length) {
        try {
            return (int) LinuxKernel.quick(Syscall.WRITE, number(), address, length, 0, 0);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EINTR) throw e;
            return 0;
        }
    }

    /** Closes it, once. Standard input, output and error stay open. */
    @Override
    public void close() {
        int closing = number;
        if (closing <= 2) return;
        number = -1; // first: a second close could hit someone else's file
        LinuxKernel.quick(Syscall.CLOSE, closing, 0, 0, 0, 0);
    }

    @Override
    public String toString() {
        return number < 0 ? "closed fd" : "fd " + number;
    }
}
