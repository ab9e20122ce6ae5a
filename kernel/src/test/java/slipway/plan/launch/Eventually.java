package slipway.plan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Waits for what another process does, with a bound. */
final class Eventually {
    static final Duration LONG = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 5;

    private Eventually() {}

    /** Returns as soon as it is so; fails when it is not within the time. */
    static void within(Duration time, String what, BooleanSupplier isSo) {
        long start = System.nanoTime();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - start > time.toNanos()) {
                throw new AssertionError("not within " + time + ": " + what);
            }
            pause();
        }
    }

    /** Returns as soon as it has this value; fails when it still has another after a long time. */
    static <T> void isEqual(Callable<T> actual, T expected) {
        long start = System.nanoTime();
        try {
            while (!expected.equals(actual.call())) {
                if (System.nanoTime() - start > LONG.toNanos()) {
                    assertThat(actual.call()).isEqualTo(expected);
                }
                pause();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
