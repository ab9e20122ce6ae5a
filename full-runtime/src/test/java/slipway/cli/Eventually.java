package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what other processes do, with a bound. */
final class Eventually {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 20;

    private Eventually() {}

    /** Returns as soon as it is so; fails when a minute has passed. */
    static void holds(Callable<Boolean> condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        try {
            while (!condition.call()) {
                assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
