package slipway.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ids that each user may map in user namespaces besides the own one, as in {@code /etc/subuid}
 * and {@code /etc/subgid}. {@code newuidmap} allows these ranges and no others.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/subuid.5.html">subuid(5)</a>
 */
public record SubordinateIds(List<Entry> entries) {
    public SubordinateIds {
        entries = List.copyOf(entries);
    }

    /** {@code count} ids from {@code first} on. */
    public record Range(long first, long count) {}

    /** One line; {@code owner} is a login name or a uid in decimal. */
    public record Entry(String owner, Range range) {}

    /** The ranges of a user, by name or number, in the order of the file. */
    public List<Range> rangesOf(String user, long uid) {
        String number = Long.toString(uid);
        List<Range> ranges = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.owner().equals(user) || entry.owner().equals(number))
                ranges.add(entry.range());
        }
        return ranges;
    }

    /** Reads a file; one that does not exist gives nobody anything. */
    public static SubordinateIds of(Path file) throws IOException {
        return Files.exists(file) ? parse(Lines.read(file)) : new SubordinateIds(List.of());
    }

    /**
     * Lines that are not {@code owner:first:count} give nothing; newuidmap passes over them too.
     */
    public static SubordinateIds parse(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String line : Lines.of(text)) {
            List<String> fields = Lines.split(line, ':');
            if (fields.size() != 3 || fields.get(0).isEmpty()) continue;
            if (!isNumber(fields.get(1)) || !isNumber(fields.get(2))) continue;
            Range range =
                    new Range(Lines.number(fields.get(1), line), Lines.number(fields.get(2), line));
            if (range.count() > 0) entries.add(new Entry(fields.get(0), range));
        }
        return new SubordinateIds(entries);
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
        }
        return !text.isEmpty() && text.length() <= 10; // 32 bits
    }
}
