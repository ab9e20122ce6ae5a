package slipway.plan.launch;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.linux.ExitStatus;
import slipway.linux.PidFd;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;

/** A launched process: the program runs, or has run. */
public final class Child implements AutoCloseable {
    private final PidFd process;
    private final Plan wayBack;
    private final PlanRunner runner;
    private final Guard.@Nullable Watch watch;
    private Optional<ExitStatus> status = Optional.empty();

    Child(PidFd process, Plan wayBack, PlanRunner runner, Guard.@Nullable Watch watch) {
        this.process = process;
        this.wayBack = wayBack;
        this.runner = runner;
        this.watch = watch;
    }

    /** Its number in our PID namespace. */
    public int pid() {
        return process.pid();
    }

    /** For poll, waitid, and joining its namespaces. Closed by {@link #close}. */
    public PidFd pidFd() {
        return process;
    }

    /**
     * Sends a signal.
     *
     * @return false when the process has ended and been waited for
     */
    public synchronized boolean signal(int signal) {
        return status.isEmpty() && process.signal(signal);
    }

    /**
     * Waits for the end, reaps, and takes back what the host steps made. Again: the same status.
     */
    public ExitStatus await() {
        while (true) {
            Optional<ExitStatus> ended = await(Duration.ofDays(1));
            if (ended.isPresent()) return ended.get();
        }
    }

    /** Like {@link #await()}, for so long at most; empty when the process still runs then. */
    public Optional<ExitStatus> await(Duration atMost) {
        // The wait is outside of the lock, so that others can send signals meanwhile.
        if (status().isPresent()) return status();
        if (!process.awaitEnd(atMost)) return Optional.empty();
        return Optional.of(reap());
    }

    /** Whether it runs, and its end asks nothing of us that only Java can do. */
    synchronized boolean canBeHandedOver() {
        return status.isEmpty() && wayBack.isEmpty();
    }

    private synchronized Optional<ExitStatus> status() {
        return status;
    }

    private synchronized ExitStatus reap() {
        if (status.isPresent()) return status.get();
        ExitStatus ended = process.reap();
        status = Optional.of(ended);
        if (watch != null) watch.end();
        runner.takeBack(wayBack);
        return ended;
    }

    /** Kills the process if it still runs, reaps it, and closes its descriptor. */
    @Override
    public void close() {
        try {
            if (signal(slipway.linux.Constants.SIGKILL)) await();
        } finally {
            process.close();
        }
    }
}
