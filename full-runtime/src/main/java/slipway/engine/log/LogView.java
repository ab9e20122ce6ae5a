package slipway.engine.log;

import java.time.Instant;
import java.util.Optional;

/**
 * Which part of a log is to be shown, and how.
 *
 * @param last so many lines at the end; negative for all
 * @param timestamps whether each line begins with the time of its first byte
 */
public record LogView(
        Optional<Instant> since, Optional<Instant> until, long last, boolean timestamps) {
    public static final LogView ALL = new LogView(Optional.empty(), Optional.empty(), -1, false);

    boolean isTooEarly(Frame frame) {
        return since.isPresent() && instant(frame).isBefore(since.get());
    }

    boolean isTooLate(Frame frame) {
        return until.isPresent() && instant(frame).isAfter(until.get());
    }

    static Instant instant(Frame frame) {
        return Instant.ofEpochSecond(frame.seconds(), frame.nanos());
    }
}
