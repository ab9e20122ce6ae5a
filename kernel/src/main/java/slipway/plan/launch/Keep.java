package slipway.plan.launch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.linux.Fd;

/**
 * What the keeper of a process is to do for it; {@link KeeperProgram} does it. In the directory are
 * the files {@code log} and {@code exit.draft}, which is as large as what will be written to it, so
 * that a full disk cannot keep the end from being written down; and the named pipe {@code control}.
 *
 * @param directory where it writes, open for reading
 * @param log its file {@code log}, open for appending
 * @param control its named pipe {@code control}, open for both without blocking
 * @param output where the process's standard output comes out; empty with a terminal
 * @param errors the same of its standard error
 * @param input the named pipe of its standard input, open for both without blocking: of a process
 *     without a terminal the keeper only holds it open
 * @param terminal our end of the socket over which the terminal comes
 * @param logMost the log is moved aside when it is larger
 * @param usage files of its control groups, of which the first KiB is to be kept
 * @param groups directories of control groups, to be removed
 * @param held descriptors to hold open until the end, such as locks
 * @param then what to become at last
 */
public record Keep(
        Fd directory,
        Fd log,
        Fd control,
        Optional<Fd> output,
        Optional<Fd> errors,
        Optional<Fd> input,
        Optional<Fd> terminal,
        long logMost,
        List<String> usage,
        List<String> groups,
        List<Fd> held,
        Optional<Then> then) {
    /**
     * Lower numbers are the container's. A process whose numbers are below 64 has a smaller table.
     */
    static final int OUTPUT = 44;

    static final int ERRORS = 45;
    static final int LOG = 46;
    static final int DIRECTORY = 47;
    static final int CONTROL = 48;
    static final int INPUT = 49;
    static final int SOCKET = 50;
    static final int TERMINAL = 51;
    static final int PROCESS = 52;
    static final int PROGRAM = 53;
    static final int HELD = 54;

    public Keep {
        usage = List.copyOf(usage);
        groups = List.copyOf(groups);
        held = List.copyOf(held);
    }

    /**
     * A program that knows more than the keeper.
     *
     * @param file its path
     * @param argv its words
     * @param environment {@code NAME=value}
     * @param pause before that; 100 ms if the process ran for ten seconds or more
     * @param afterSuccess whether it pauses also when the process ended with 0 by itself
     */
    public record Then(
            String file,
            List<String> argv,
            List<String> environment,
            Duration pause,
            boolean afterSuccess) {
        public Then {
            argv = List.copyOf(argv);
            environment = List.copyOf(environment);
        }
    }

    /** What the keeper gets, by its numbers. */
    Map<Integer, Fd> descriptors() {
        Map<Integer, Fd> all = new TreeMap<>();
        if (output.isPresent()) all.put(OUTPUT, output.get());
        if (errors.isPresent()) all.put(ERRORS, errors.get());
        all.put(LOG, log);
        all.put(DIRECTORY, directory);
        all.put(CONTROL, control);
        if (input.isPresent()) all.put(INPUT, input.get());
        if (terminal.isPresent()) all.put(SOCKET, terminal.get());
        for (int i = 0; i < held.size(); i++) all.put(HELD + i, held.get(i));
        return all;
    }
}
