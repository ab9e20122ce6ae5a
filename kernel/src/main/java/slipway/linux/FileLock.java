package slipway.linux;

import static slipway.linux.Constants.LOCK_EX;
import static slipway.linux.Constants.LOCK_NB;
import static slipway.linux.Constants.LOCK_SH;
import static slipway.linux.Constants.O_NOFOLLOW;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock on a file or directory itself, so that there is no lock file to be left over. It ends when
 * it is closed or its process ends, however it ends. Nobody is kept from anything who does not ask
 * for it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
 */
public final class FileLock implements AutoCloseable {
    private final Fd fd;

    private FileLock(Fd fd) {
        this.fd = fd;
    }

    /**
     * {@code flock(fd, LOCK_EX | LOCK_NB)}.
     *
     * @return empty if somebody has it, and if there is nothing of that name, or no longer
     * @throws SyscallException EACCES if it may not be read; ELOOP if it is a symbolic link
     */
    public static Optional<FileLock> exclusive(Path path) {
        return lock(path, LOCK_EX);
    }

    /** {@code flock(fd, LOCK_SH | LOCK_NB)}: empty if somebody has it exclusively; see above. */
    public static Optional<FileLock> shared(Path path) {
        return lock(path, LOCK_SH);
    }

    /**
     * {@code flock(fd, LOCK_EX)}: waits until nobody else has it.
     *
     * @return empty if there is nothing of that name, or no longer
     */
    public static Optional<FileLock> await(Path path) {
        return lock(path, LOCK_EX, 0);
    }

    private static Optional<FileLock> lock(Path path, long kind) {
        return lock(path, kind, LOCK_NB);
    }

    private static Optional<FileLock> lock(Path path, long kind, long how) {
        Fd fd;
        try {
            fd = Fd.open(path.toString(), O_RDONLY | O_NOFOLLOW, 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) return Optional.empty();
            throw e;
        }
        boolean locked = false;
        try {
            locked = locks(fd, kind | how) && isStill(fd, path);
            return locked ? Optional.of(new FileLock(fd)) : Optional.empty();
        } finally {
            if (!locked) fd.close();
        }
    }

    private static boolean locks(Fd fd, long operation) {
        while (true) {
            try {
                Arg how = Arg.flag(operation, Family.FLOCK);
                LinuxKernel.INSTANCE.call(Call.of(Syscall.FLOCK, Arg.num(fd.number()), how));
                return true;
            } catch (SyscallException e) {
                if (e.errno() == Errno.EAGAIN) return false;
                if (e.errno() != Errno.EINTR) throw e;
            }
        }
    }

    /** Between the open and the lock, who had it before may have removed it. */
    private static boolean isStill(Fd fd, Path path) {
        try {
            return Files.isSameFile(Path.of(fd.path()), path);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("looking at " + path + ", which is locked", e);
        }
    }

    /** What is locked, open for reading. */
    public Fd fd() {
        return fd;
    }

    @Override
    public void close() {
        fd.close();
    }
}
