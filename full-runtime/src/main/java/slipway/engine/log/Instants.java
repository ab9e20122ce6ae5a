package slipway.engine.log;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

/** Points in time as docker takes them: a date, seconds since 1970, or how long ago. */
public final class Instants {
    private static final int NANO_DIGITS = 9;
    private static final String UNITS = "hms";
    private static final int[] SECONDS = {3600, 60, 1};

    private Instants() {}

    /**
     * {@code 2026-03-01}, {@code 2026-03-01T12:00[:00]} in {@code zone}, the same with {@code Z} or
     * {@code +02:00}, {@code 1790000000[.5]}, or {@code 1h10m}, {@code 90s} before {@code now}.
     *
     * @return empty if it is none of these
     */
    public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        try {
            if (text.indexOf('T') > 0) return Optional.of(dateTime(text, zone));
            if (text.indexOf('-') > 0) {
                return Optional.of(LocalDate.parse(text).atStartOfDay(zone).toInstant());
            }
            boolean isNumber = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
            return Optional.of(isNumber ? epoch(text) : now.minus(duration(text)));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Instant dateTime(String text, ZoneId zone) {
        String time = text.substring(text.indexOf('T'));
        boolean zoned = time.endsWith("Z") || time.indexOf('+') > 0 || time.indexOf('-') > 0;
        if (zoned) return OffsetDateTime.parse(text).toInstant();
        return LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static Instant epoch(String text) {
        int point = text.indexOf('.');
        if (point < 0) return Instant.ofEpochSecond(Long.parseLong(text));
        String digits = (text.substring(point + 1) + "0".repeat(NANO_DIGITS));
        long nanos = Long.parseLong(digits.substring(0, NANO_DIGITS));
        return Instant.ofEpochSecond(Long.parseLong(text.substring(0, point)), nanos);
    }

    private static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        int start = 0;
        for (int at = 0; at < text.length(); at++) {
            int unit = UNITS.indexOf(text.charAt(at));
            if (unit < 0) continue;
            long count = Long.parseLong(text.substring(start, at));
            sum = sum.plusSeconds(Math.multiplyExact(count, (long) SECONDS[unit]));
            start = at + 1;
        }
        if (start == 0 || start < text.length()) throw new NumberFormatException(text);
        return sum;
    }
}
