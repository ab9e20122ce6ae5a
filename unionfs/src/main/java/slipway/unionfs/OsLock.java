package slipway.unionfs;

import static slipway.linux.Constants.LOCK_EX;
import static slipway.linux.Constants.LOCK_NB;
import static slipway.linux.Constants.LOCK_SH;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NOFOLLOW;
import static slipway.linux.Constants.O_RDONLY;

import java.io.File;
import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * A lock of the operating system's, on a file or a directory. It goes with its holder, however that
 * one ends.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/flock.2.html">flock(2)</a>
 */
public final class OsLock implements AutoCloseable {
    private static final int PAUSE_MILLIS = 10;
    private static final long LONGEST_WAIT_NANOS = 60_000_000_000L;
    private static final int MODE = 0600;

    private final Fd fd;

    private OsLock(Fd fd) {
        this.fd = fd;
    }

    /** The lock on a file, made if it is missing, for one holder at a time; waits for it. */
    static OsLock exclusive(String file) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WAIT_NANOS) {
            Optional<OsLock> lock =
                    on(Fd.open(file, O_RDONLY | O_CREAT | O_NOFOLLOW, MODE), LOCK_EX);
            if (lock.isPresent()) return lock.get();
            pause();
        }
        throw new StoreProblem(
                "another slipway has had the lock " + file + " for a minute",
                "fuser -v " + file + " shows which");
    }

    /** The lock on a file that is there, for any number of holders; empty if it is held alone. */
    static Optional<OsLock> shared(String file) {
        return on(Fd.open(file, O_RDONLY | O_NOFOLLOW, 0), LOCK_SH);
    }

    /** The lock on a file that is there, for us alone; empty if anybody has it. */
    static Optional<OsLock> alone(String file) {
        return on(Fd.open(file, O_RDONLY | O_NOFOLLOW, 0), LOCK_EX);
    }

    /** The lock on a directory that is there, for us alone; empty if anybody has it. */
    static Optional<OsLock> ofDirectory(String directory) {
        return on(Fd.open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0), LOCK_EX);
    }

    private static Optional<OsLock> on(Fd fd, long kind) {
        try {
            LinuxKernel.INSTANCE.call(
                    Call.of(
                            Syscall.FLOCK,
                            Arg.num(fd.number()),
                            Arg.flag(kind | LOCK_NB, Family.FLOCK)));
            return Optional.of(new OsLock(fd));
        } catch (SyscallException e) {
            fd.close();
            if (e.errno() == Errno.EAGAIN) return Optional.empty();
            throw e;
        }
    }

    /** Whether what is locked is still what has this name. */
    boolean isStillAt(String file) {
        return new File(fd.path()).exists() && new File(file).exists();
    }

    @Override
    public void close() {
        fd.close();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreProblem("interrupted while waiting for a lock", "again");
        }
    }
}
