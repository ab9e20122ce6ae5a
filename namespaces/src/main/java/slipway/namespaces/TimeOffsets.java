package slipway.namespaces;

/**
 * How far the clocks of a time namespace are ahead of those outside. There is no other pair: what
 * the calendar says is the same everywhere.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/time_namespaces.7.html">time_namespaces(7)</a>
 */
public record TimeOffsets(Offset monotonic, Offset boottime) {
    public static final TimeOffsets NONE = new TimeOffsets(Offset.ZERO, Offset.ZERO);

    private static final long NANOS = 1_000_000_000;

    /**
     * @param seconds may be negative, as long as no clock would begin before 0
     * @param nanos 0 to 999999999
     */
    public record Offset(long seconds, long nanos) {
        public static final Offset ZERO = new Offset(0, 0);

        public Offset {
            if (nanos < 0 || nanos >= NANOS) {
                throw new IllegalArgumentException(nanos + " nanoseconds; 0 to 999999999");
            }
        }
    }

    /** What is written to {@code timens_offsets}. */
    String render() {
        return line("monotonic", monotonic) + line("boottime", boottime);
    }

    private static String line(String clock, Offset offset) {
        return clock + " " + offset.seconds() + " " + offset.nanos() + "\n";
    }
}
