package slipway.runtime.state;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.linux.Errno;
import slipway.linux.PidFd;
import slipway.linux.SyscallException;

/**
 * A process that can still be told from a later one of the same number: by the moment of its start.
 *
 * @param startTicks since the machine was booted, field 22 of {@code /proc/PID/stat}
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html">proc_pid_stat(5)</a>
 */
public record ProcessIdentity(int pid, long startTicks) {
    /**
     * The process that has this number now.
     *
     * @throws IllegalStateException if there is none
     */
    public static ProcessIdentity of(int pid) {
        Seen now = Seen.of(pid);
        if (now == null) throw new IllegalStateException("no process " + pid);
        return new ProcessIdentity(pid, now.startTicks());
    }

    /** A hold on it, so that no signal can go to another; empty if it has ended. */
    public Optional<PidFd> open() {
        PidFd process;
        try {
            process = PidFd.open(pid);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH && e.errno() != Errno.EINVAL) throw e;
            return Optional.empty();
        }
        // After it is held: the number cannot change hands between the look and the use.
        if (isRunning()) return Optional.of(process);
        process.close();
        return Optional.empty();
    }

    /** Whether it has not ended; one that nobody has waited for yet has. */
    public boolean isRunning() {
        Seen now = Seen.of(pid);
        if (now == null) return false;
        return now.state() != 'Z' && now.state() != 'X' && now.startTicks() == startTicks;
    }

    /** What stands in {@code /proc/PID/stat} behind the name, which may contain anything. */
    private record Seen(char state, long startTicks) {
        private static final int MOST_BYTES = 2048;
        private static final int FIELDS_BETWEEN = 19;

        /** Null if there is no process. Five hundred of these are one {@code slipway ps}. */
        static @Nullable Seen of(int pid) {
            byte[] line = new byte[MOST_BYTES];
            int length;
            try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
                length = in.read(line);
            } catch (FileNotFoundException e) {
                return null;
            } catch (IOException e) {
                return null; // ESRCH: it has ended since the file was opened
            }
            int name = length - 1;
            while (name >= 0 && line[name] != ')') name--;
            if (name < 0 || name + 2 >= length) return null;
            char state = (char) line[name + 2];
            int at = name + 2;
            for (int i = 0; i < FIELDS_BETWEEN; i++) {
                while (at < length && line[at] != ' ') at++;
                at++;
            }
            long ticks = 0;
            for (; at < length && line[at] != ' '; at++) ticks = ticks * 10 + (line[at] - '0');
            return new Seen(state, ticks);
        }
    }
}
