package slipway.engine;

import java.util.Optional;

/** What becomes of a container that has ended. */
public final class KeptEnding {
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final long LONG_RUN_MILLIS = 10_000;

    private KeptEnding() {}

    /**
     * The next run of it.
     *
     * @param restarts how often it will have been started again by itself, in a row
     * @param pauseMillis how long its keeper is to wait after that run
     */
    public record Next(int restarts, long pauseMillis) {}

    /** The lock is the caller's; empty if it is not to be started again. */
    public static Optional<Next> next(KeptContainer container) {
        KeptRun run = container.run();
        Optional<KeptEnd> end = container.end();
        if (run.stopped() || end.isEmpty() || container.running().isPresent()) {
            return Optional.empty();
        }
        boolean longRun = end.get().millis() - run.startedMillis() >= LONG_RUN_MILLIS;
        int restarts = longRun ? 0 : run.restarts();
        if (!container.config().restart().restarts(end.get().status(), restarts)) {
            return Optional.empty();
        }
        long pause = longRun ? KeptRun.FIRST_PAUSE_MILLIS : run.pauseMillis();
        return Optional.of(new Next(restarts + 1, Math.min(2 * pause, LONGEST_PAUSE_MILLIS)));
    }

    /** Writes down why it could not be started again; the lock is the caller's. */
    public static void failed(KeptContainer container, String why) {
        container.write(container.run().failed(why));
    }

    /** Does what its keeper has not come to; the lock is the caller's, and it does not run. */
    public static void settle(KeptContainer container) {
        Reconciliation.end(container);
    }
}
