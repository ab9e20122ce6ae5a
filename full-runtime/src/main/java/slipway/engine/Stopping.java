package slipway.engine;

import java.time.Duration;
import java.util.Optional;
import slipway.linux.Constants;
import slipway.linux.FileLock;
import slipway.linux.PidFd;
import slipway.runtime.state.ProcessIdentity;

/** Ends containers, and waits for their end. */
public final class Stopping {
    private static final Duration FOREVER = Duration.ofDays(365);

    /** From SIGKILL to the end; a process in a stuck system call takes as long as that. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Stopping() {}

    /**
     * A container that was asked to end.
     *
     * @param process empty if it did not run
     * @param deadline when it is killed, by {@code System.nanoTime}
     */
    public record Asked(KeptContainer container, Optional<PidFd> process, long deadline) {
        /** Waits for its end, and kills it when its time is over. */
        public void finish() {
            if (process.isPresent()) {
                try (PidFd held = process.get()) {
                    long left = Math.max(0, deadline - System.nanoTime());
                    if (!held.awaitEnd(Duration.ofNanos(left))) {
                        held.signal(Constants.SIGKILL);
                        refuseStuck(container, held.awaitEnd(AFTER_KILL));
                    }
                }
            }
            settle(container);
        }
    }

    /**
     * Asks it to end. From now on it is not started again by itself.
     *
     * @param seconds how long it may take; negative for any time
     */
    public static Asked ask(KeptContainer container, int signal, int seconds) {
        wantStopped(container);
        Optional<PidFd> process = container.running().flatMap(ProcessIdentity::open);
        if (process.isPresent()) process.get().signal(signal);
        Duration patience = seconds < 0 ? FOREVER : Duration.ofSeconds(seconds);
        return new Asked(container, process, System.nanoTime() + patience.toNanos());
    }

    /** Kills it, as {@code rm -f} does; the lock is the caller's. */
    static void kill(KeptContainer container) {
        container.write(container.run().stoppedNow());
        Optional<PidFd> process = container.running().flatMap(ProcessIdentity::open);
        if (process.isEmpty()) return;
        try (PidFd held = process.get()) {
            held.signal(Constants.SIGKILL);
            refuseStuck(container, held.awaitEnd(AFTER_KILL));
        }
    }

    private static void refuseStuck(KeptContainer container, boolean ended) {
        if (ended) return;
        throw new EngineProblem(
                "container " + container.config().name() + " does not end, though it was killed",
                "once more; ps -eo pid,stat,wchan,cmd shows what it waits for");
    }

    /** Writes down that it is not to run; see {@link KeptRun#stopped}. */
    private static void wantStopped(KeptContainer container) {
        FileLock held = container.lock();
        try (held) {
            container.write(container.run().stoppedNow());
        }
    }

    /** Once it does not run: ends what is left of the run. */
    private static void settle(KeptContainer container) {
        try (FileLock held = container.lock()) {
            if (held.fd().number() >= 0 && container.running().isEmpty()) {
                Reconciliation.end(container);
            }
        } catch (EngineProblem e) {
            if (!e.isMissing()) throw e; // it was to be removed at its end
        }
    }

    /**
     * Sends its first process a signal.
     *
     * @throws EngineProblem if it does not run
     */
    public static void signal(KeptContainer container, int signal) {
        Optional<PidFd> process = container.running().flatMap(ProcessIdentity::open);
        if (process.isEmpty()) {
            throw new EngineProblem(
                    "container " + container.config().name() + " is not running", "slipway ps -a");
        }
        if (signal == Constants.SIGKILL) wantStopped(container);
        try (PidFd held = process.get()) {
            held.signal(signal);
        }
    }

    /** Waits for the end of its run, if it runs; returns what programs are told of it. */
    public static int await(KeptContainer container) {
        KeptRun run = container.run();
        Optional<PidFd> process = container.running().flatMap(ProcessIdentity::open);
        if (process.isPresent()) {
            try (PidFd held = process.get()) {
                held.awaitEnd(FOREVER);
            }
        }
        container.awaitEnd(run);
        if (run.process().isEmpty()) return 0; // it has never run
        return container.exitStatus().shellCode();
    }
}
