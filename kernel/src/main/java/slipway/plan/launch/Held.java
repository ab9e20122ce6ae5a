package slipway.plan.launch;

import java.util.Optional;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.PidFd;
import slipway.plan.Plan;

/**
 * What becomes of a process that is not to run its program yet: it makes its world, says so, and
 * waits for a byte, also when the JVM that made it has long gone.
 *
 * @param start the number that it has the waiting descriptor under: a named pipe, open for reading
 *     and writing, so that there is no end of it
 * @param answer where a failure of {@code last} is told; closed by the exec of the program
 * @param last what it does after the byte came, ending in an exec
 * @param host what we do meanwhile
 */
public record Held(int start, int answer, Plan last, Host host) {
    /**
     * Waits until a started process has become its program, or could not.
     *
     * @param pipe where it answers, open for reading
     * @return why it could not
     */
    public static Optional<Errno> failure(Fd pipe) {
        Optional<Report> report = Report.read(pipe);
        return report.isEmpty() ? Optional.empty() : Optional.of(report.get().reason());
    }

    /** Our part, in two moments in which the process waits for us. */
    public interface Host {
        /** It has its namespaces, its ids and its cgroup; nothing is mounted yet. */
        void beforeItsWorld(PidFd process);

        /** Its world is complete. When this returns, the process does not need us any more. */
        void afterItsWorld(PidFd process);
    }
}
