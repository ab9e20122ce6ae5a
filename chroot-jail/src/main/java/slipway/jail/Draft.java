package slipway.jail;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import slipway.linux.Call;
import slipway.linux.FileLock;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/**
 * A directory to make things in before they are moved to their place. While it is open nobody else
 * has it; closing it removes it. One that nobody holds was left by a crash: whoever comes next
 * removes it. The lock is on the directory itself, so that there is no lock file to be left over.
 */
final class Draft implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
    private static final int PAUSE_MILLIS = 20;
    private static final int MODE = 0755;

    private final Path directory;
    private final FileLock lock;

    private Draft(Path directory, FileLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory, once nobody has it any more.
     *
     * @throws IOException if somebody else has it for minutes, or it belongs to another user
     */
    static Draft open(Path directory) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LONGEST_WAIT.toNanos()) {
            boolean made = make(directory);
            Optional<FileLock> lock = FileLock.exclusive(directory);
            if (lock.isEmpty()) {
                pause();
            } else if (made) {
                // Not before: until it is locked, somebody else may take it for a leftover.
                Files.setAttribute(directory, "unix:mode", MODE); // whatever the umask
                return new Draft(directory, lock.get());
            } else {
                try (FileLock held = lock.get()) {
                    refuseOthers(Path.of(held.fd().path()), directory);
                    TreeRemoval.remove(directory);
                }
            }
        }
        throw new IOException(directory + " has been in use for minutes by another process");
    }

    Path directory() {
        return directory;
    }

    /** Removes it with what is still in it. */
    @Override
    public void close() throws NotRemoved {
        try (lock) {
            TreeRemoval.remove(directory);
        }
    }

    private static boolean make(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** In a directory like /tmp somebody else could have put it there, to change it later. */
    private static void refuseOthers(Path opened, Path directory) throws IOException {
        int owner = (Integer) Files.getAttribute(opened, "unix:uid");
        long us = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETEUID));
        if (owner != us) {
            throw new IOException(directory + " is of user " + owner + ". Try: rm -r on it");
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while waiting for a draft");
        }
    }
}
