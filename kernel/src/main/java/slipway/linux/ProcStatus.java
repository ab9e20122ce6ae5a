package slipway.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a process is and may do, as {@code /proc/PID/status} says it. Ids are those of the reader's
 * user namespace, pids those of the namespace in which that {@code /proc} was mounted.
 *
 * @param state R running, S sleeping, D in the kernel, T stopped, t traced, Z zombie, X dead, I
 *     idle
 * @param pids the pid in each nested namespace, the outermost first ({@code NSpid})
 * @param noNewPrivs whether execve can no longer add privileges
 * @param seccomp 0 off, 1 strict, 2 filter
 * @param threads 0 for a zombie
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">status(5)</a>
 */
public record ProcStatus(
        String name,
        char state,
        int pid,
        int parent,
        int threadGroup,
        List<Integer> pids,
        Ids uids,
        Ids gids,
        List<Long> groups,
        Capabilities capabilities,
        Signals signals,
        boolean noNewPrivs,
        int seccomp,
        int threads) {
    public ProcStatus {
        pids = List.copyOf(pids);
        groups = List.copyOf(groups);
    }

    /** The four user or group ids of a process. */
    public record Ids(long real, long effective, long saved, long file) {}

    /** The five capability sets of a thread. */
    public record Capabilities(
            CapabilitySet inheritable,
            CapabilitySet permitted,
            CapabilitySet effective,
            CapabilitySet bounding,
            CapabilitySet ambient) {}

    /** Masks of signals; signal N is bit N-1. */
    public record Signals(long blocked, long ignored, long caught) {}

    /**
     * Reads the status of a process now.
     *
     * @throws IOException if the process is gone
     */
    public static ProcStatus ofPid(long pid) throws IOException {
        return parse(Lines.read(Path.of("/proc/" + pid + "/status")));
    }

    /**
     * @throws IllegalArgumentException with the field that is missing or wrong
     */
    public static ProcStatus parse(String text) {
        Fields fields = new Fields(text);
        return new ProcStatus(
                fields.value("Name"),
                fields.value("State").charAt(0),
                fields.number("Pid"),
                fields.number("PPid"),
                fields.number("Tgid"),
                fields.pids(),
                fields.ids("Uid"),
                fields.ids("Gid"),
                fields.numbers("Groups"),
                new Capabilities(
                        fields.capabilities("CapInh"),
                        fields.capabilities("CapPrm"),
                        fields.capabilities("CapEff"),
                        fields.capabilities("CapBnd"),
                        fields.capabilities("CapAmb")),
                new Signals(fields.mask("SigBlk"), fields.mask("SigIgn"), fields.mask("SigCgt")),
                fields.number("NoNewPrivs") == 1,
                fields.number("Seccomp"),
                fields.number("Threads"));
    }

    /** The lines {@code key:\tvalue}. */
    private static final class Fields {
        private final Map<String, String> values = new HashMap<>();

        Fields(String text) {
            for (String line : Lines.of(text)) {
                int colon = line.indexOf(':');
                if (colon < 0) throw Lines.malformed(line, "expected 'key: value'");
                // the first counts: a name cannot hold a newline, which is written as \n
                values.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }

        String value(String key) {
            String value = values.get(key);
            if (value == null) throw Lines.malformed(key, "missing in /proc/PID/status");
            return value;
        }

        int number(String key) {
            return (int) Lines.number(value(key), key);
        }

        long mask(String key) {
            return Lines.hex(value(key), key);
        }

        CapabilitySet capabilities(String key) {
            return new CapabilitySet(mask(key));
        }

        List<Long> numbers(String key) {
            List<Long> numbers = new ArrayList<>();
            for (String word : Lines.words(value(key))) numbers.add(Lines.number(word, key));
            return numbers;
        }

        List<Integer> pids() {
            List<Integer> pids = new ArrayList<>();
            for (long pid : numbers("NSpid")) pids.add((int) pid);
            return pids;
        }

        Ids ids(String key) {
            List<Long> four = numbers(key);
            if (four.size() != 4)
                throw Lines.malformed(key + ": " + value(key), "expected four ids");
            return new Ids(four.get(0), four.get(1), four.get(2), four.get(3));
        }
    }
}
