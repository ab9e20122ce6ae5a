package slipway.runtime.lifecycle;

/**
 * A moment as RFC 3339 writes it, in UTC. By hand: {@code java.time} costs a cold JVM a dozen
 * milliseconds, and engines ask for the state of a container often.
 */
public final class Rfc3339 {
    private static final long DAY_MILLIS = 86_400_000;

    /** From 0000-03-01 to 1970-01-01, and in 400 years. */
    private static final long DAYS_BEFORE_EPOCH = 719_468;

    private static final long DAYS_OF_ERA = 146_097;

    private Rfc3339() {}

    /**
     * As in {@code 2026-11-24T01:02:03.004Z}.
     *
     * @param millis since 1970, not before
     */
    public static String of(long millis) {
        long day = millis / DAY_MILLIS;
        long time = millis % DAY_MILLIS;
        // Years that begin in March have the day that comes and goes at their end.
        long shifted = day + DAYS_BEFORE_EPOCH;
        long era = shifted / DAYS_OF_ERA;
        long ofEra = shifted % DAYS_OF_ERA;
        long yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long march = (5 * ofYear + 2) / 153;
        long dayOfMonth = ofYear - (153 * march + 2) / 5 + 1;
        long month = march < 10 ? march + 3 : march - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        StringBuilder text = new StringBuilder();
        digits(text, year, 4).append('-');
        digits(text, month, 2).append('-');
        digits(text, dayOfMonth, 2).append('T');
        digits(text, time / 3_600_000, 2).append(':');
        digits(text, time / 60_000 % 60, 2).append(':');
        digits(text, time / 1000 % 60, 2).append('.');
        return digits(text, time % 1000, 3).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, long number, int count) {
        String digits = Long.toString(number);
        for (int i = digits.length(); i < count; i++) text.append('0');
        return text.append(digits);
    }
}
