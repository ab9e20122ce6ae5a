package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Errno;
import slipway.linux.SyscallException;
import slipway.oci.ProcessSpec;

/**
 * The limits of a process, as far as they are not ours as well. An effect: it reads {@code
 * /proc/PID/limits}, which everybody may, and not prlimit(2), which takes CAP_SYS_RESOURCE where
 * that process has become somebody else.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_limits.5.html">limits(5)</a>
 */
public final class LimitsOf {
    /** {@code "%-25s %-20s %-20s %-10s\n"}, one line for each number, in their order. */
    private static final int SOFT = 26;

    private static final int HARD = 47;
    private static final int UNITS = 68;

    private LimitsOf() {}

    /** What one of ours needs set to be limited as that one is; nothing if that has ended. */
    public static List<ProcessSpec.Rlimit> process(int pid) {
        try {
            return differing(limits("" + pid), limits("self"));
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH) throw e;
            return List.of();
        }
    }

    private static List<String> limits(String pid) {
        return OwnLimits.read("/proc/" + pid + "/limits").lines().toList();
    }

    static List<ProcessSpec.Rlimit> differing(List<String> theirs, List<String> ours) {
        List<ProcessSpec.Rlimit> limits = new ArrayList<>();
        for (int line = 1; line < Math.min(theirs.size(), ours.size()); line++) {
            String text = theirs.get(line);
            if (text.equals(ours.get(line)) || text.length() < UNITS) continue;
            String name = text.substring(0, SOFT).strip();
            long soft = number(text.substring(SOFT, HARD));
            long hard = number(text.substring(HARD, UNITS));
            limits.add(new ProcessSpec.Rlimit(name, line - 1, soft, hard));
        }
        return limits;
    }

    private static long number(String column) {
        String word = column.strip();
        return word.equals("unlimited") ? -1 : Long.parseUnsignedLong(word);
    }
}
