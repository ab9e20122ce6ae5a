package slipway.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which user or group ids of a user namespace stand for which ids outside, as in {@code
 * /proc/PID/uid_map}. Empty for a namespace whose map is not written yet.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/user_namespaces.7.html">user_namespaces(7)</a>
 */
public record IdMap(List<Range> ranges) {
    /** More lines are EINVAL since Linux 4.15. */
    private static final int MAX_RANGES = 340;

    /** The last of 32 bits, -1, means "no id" and cannot be mapped. */
    private static final long NO_ID = 0xffffffffL;

    public IdMap {
        ranges = List.copyOf(ranges);
        if (ranges.size() > MAX_RANGES) {
            throw Lines.malformed(ranges.size() + " ranges", "at most " + MAX_RANGES);
        }
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) refuseOverlap(ranges.get(j), ranges.get(i));
        }
    }

    /** {@code count} ids from {@code inside} on stand for those from {@code outside} on. */
    public record Range(long inside, long outside, long count) {
        public Range {
            String line = inside + " " + outside + " " + count;
            if (count <= 0) throw Lines.malformed(line, "the count must be 1 or more");
            if (inside < 0 || outside < 0) throw Lines.malformed(line, "ids start at 0");
            if (count > NO_ID || inside > NO_ID - count || outside > NO_ID - count) {
                throw Lines.malformed(line, "ids end at " + (NO_ID - 1));
            }
        }

        @Override
        public String toString() {
            return inside + " " + outside + " " + count;
        }
    }

    /** One range. */
    public static IdMap of(long inside, long outside, long count) {
        return new IdMap(List.of(new Range(inside, outside, count)));
    }

    /**
     * An own id as 0, and subordinate ones as 1, 2, 3 and so on. What cannot be mapped besides the
     * rest, because it overlaps or is no id, is passed over: the file is the administrator's.
     */
    public static IdMap ofOwnAnd(long own, List<SubordinateIds.Range> subordinate) {
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, own, 1));
        long next = 1;
        for (SubordinateIds.Range range : subordinate) {
            boolean isIds = range.count() <= NO_ID - range.first() && range.count() <= NO_ID - next;
            if (!isIds || ranges.size() == MAX_RANGES || overlapsOne(ranges, range)) continue;
            ranges.add(new Range(next, range.first(), range.count()));
            next += range.count();
        }
        return new IdMap(ranges);
    }

    private static boolean overlapsOne(List<Range> ranges, SubordinateIds.Range other) {
        for (Range range : ranges) {
            if (overlap(range.outside(), other.first(), range.count(), other.count())) return true;
        }
        return false;
    }

    /**
     * Reads {@code inside outside count}, one range a line.
     *
     * @throws IllegalArgumentException with the line that is wrong, or the two that overlap
     */
    public static IdMap parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String line : Lines.of(text)) {
            List<String> words = Lines.words(line);
            if (words.size() != 3) throw Lines.malformed(line, "expected 'inside outside count'");
            ranges.add(
                    new Range(
                            Lines.number(words.get(0), line),
                            Lines.number(words.get(1), line),
                            Lines.number(words.get(2), line)));
        }
        return new IdMap(ranges);
    }

    /**
     * The user ids of a process's namespace, its outside ids as the reader's own namespace numbers
     * them.
     */
    public static IdMap usersOfPid(long pid) throws IOException {
        return parse(Lines.read(Path.of("/proc/" + pid + "/uid_map")));
    }

    /** The same for group ids. */
    public static IdMap groupsOfPid(long pid) throws IOException {
        return parse(Lines.read(Path.of("/proc/" + pid + "/gid_map")));
    }

    /** The id outside that an id of the namespace stands for, if it is mapped. */
    public OptionalLong outside(long inside) {
        for (Range range : ranges) {
            long offset = inside - range.inside();
            if (offset >= 0 && offset < range.count())
                return OptionalLong.of(range.outside() + offset);
        }
        return OptionalLong.empty();
    }

    /** The id in the namespace that stands for an id outside, if there is one. */
    public OptionalLong inside(long outside) {
        for (Range range : ranges) {
            long offset = outside - range.outside();
            if (offset >= 0 && offset < range.count())
                return OptionalLong.of(range.inside() + offset);
        }
        return OptionalLong.empty();
    }

    /** What is written to {@code uid_map}: in one write, a line for each range. */
    public String render() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) text.append(range).append('\n');
        return text.toString();
    }

    /** The ranges, separated by commas. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) text.append(text.length() == 0 ? "" : ", ").append(range);
        return text.toString();
    }

    private static void refuseOverlap(Range one, Range other) {
        if (overlap(one.inside(), other.inside(), one.count(), other.count())) {
            throw Lines.malformed(one + ", " + other, "the ranges overlap inside");
        }
        if (overlap(one.outside(), other.outside(), one.count(), other.count())) {
            throw Lines.malformed(one + ", " + other, "the ranges overlap outside");
        }
    }

    private static boolean overlap(long first, long second, long firstCount, long secondCount) {
        return first < second + secondCount && second < first + firstCount;
    }
}
