package slipway.cgroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.NamespaceLink;
import slipway.linux.Syscall;

/**
 * The process on whose account a group exists, as the group's name tells it. A pid alone may have
 * come to mean another process, so it goes with the time at which its process began, and with the
 * PID namespace in which it is counted.
 *
 * @param began clock ticks after the machine's start
 */
public record Owner(long pid, long began, long pidNamespace) {
    private static final String PREFIX = "run-";

    /** Field 22 of {@code /proc/PID/stat}; what follows the name begins with field 3. */
    private static final int BEGAN = 22 - 3;

    /** This process. */
    public static Owner us() {
        long pid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
        return new Owner(pid, began(pid).orElseThrow(), ourPidNamespace());
    }

    /**
     * The name of a group of this owner's.
     *
     * @param id tells the owner's groups apart
     */
    public GroupPath group(String id) {
        return new GroupPath(PREFIX + pid + "-" + began + "-" + pidNamespace + "-" + id);
    }

    /** Who owns a group of this name; empty if that cannot be told from it. */
    static Optional<Owner> of(String name) {
        if (!name.startsWith(PREFIX)) return Optional.empty();
        long[] numbers = new long[3];
        int start = PREFIX.length();
        for (int i = 0; i < numbers.length; i++) {
            int dash = name.indexOf('-', start);
            if (dash < 0) return Optional.empty();
            try {
                numbers[i] = Long.parseLong(name.substring(start, dash));
            } catch (NumberFormatException e) {
                return Optional.empty(); // no name of ours
            }
            start = dash + 1;
        }
        return Optional.of(new Owner(numbers[0], numbers[1], numbers[2]));
    }

    /** False for those of other PID namespaces: nobody here can say that they are dead. */
    boolean isDead() {
        if (pidNamespace != ourPidNamespace()) return false;
        Optional<Long> nowBegan = began(pid);
        return nowBegan.isEmpty() || nowBegan.get() != began;
    }

    private static Optional<Long> began(long pid) {
        Optional<String> stat = ControlFile.read("/proc/" + pid + "/stat");
        if (stat.isEmpty()) return Optional.empty();
        // The name may have blanks and brackets of its own; the last one ends it.
        int at = stat.get().lastIndexOf(')') + 2;
        for (int field = 0; field < BEGAN; field++) at = stat.get().indexOf(' ', at) + 1;
        return Optional.of(Long.parseLong(stat.get().substring(at, stat.get().indexOf(' ', at))));
    }

    private static long ourPidNamespace() {
        try {
            long pid = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
            return NamespaceLink.ofPid(pid, "pid").inode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
