package slipway.lessons.spaces;

/**
 * A line of {@code /proc/PID/uid_map}: {@code count} ids from {@code inside} on stand for as many
 * from {@code outside} on.
 */
public record MapLine(long inside, long outside, long count) {
    @Override
    public String toString() {
        return inside + " " + outside + " " + count;
    }
}
