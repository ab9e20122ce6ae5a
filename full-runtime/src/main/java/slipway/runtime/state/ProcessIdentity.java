package slipway.runtime.state;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
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
    private static final int STATE = 0;
    private static final int START = 19;

    /**
     * The process that has this number now.
     *
     * @throws IllegalStateException if there is none
     */
    public static ProcessIdentity of(int pid) {
        String[] fields = fields(pid);
        if (fields.length <= START) throw new IllegalStateException("no process " + pid);
        return new ProcessIdentity(pid, Long.parseLong(fields[START]));
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
        String[] fields = fields(pid);
        if (fields.length <= START) return false;
        char state = fields[STATE].charAt(0);
        return state != 'Z' && state != 'X' && Long.parseLong(fields[START]) == startTicks;
    }

    /** What stands behind the name, which may contain anything; nothing if there is no process. */
    private static String[] fields(int pid) {
        String line;
        try (FileInputStream in = new FileInputStream("/proc/" + pid + "/stat")) {
            line = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException e) {
            return new String[0];
        } catch (IOException e) {
            return new String[0]; // ESRCH: it has ended since the file was opened
        }
        String rest = line.substring(line.lastIndexOf(')') + 2);
        String[] fields = new String[START + 1];
        int start = 0;
        for (int i = 0; i < fields.length; i++) {
            int end = rest.indexOf(' ', start);
            if (end < 0) return new String[0];
            fields[i] = rest.substring(start, end);
            start = end + 1;
        }
        return fields;
    }
}
