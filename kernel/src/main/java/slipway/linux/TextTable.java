package slipway.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table of prose beside the classes: heads at the left margin, below each of them indented fields
 * {@code key: text}. Kept out of the classes so that a command that never fails never loads it.
 */
record TextTable(List<Entry> entries) {
    /** One head with its fields. */
    record Entry(String head, Map<String, String> fields) {
        /** The text of a field, or the empty string if this entry has none of that name. */
        String field(String key) {
            return fields.getOrDefault(key, "");
        }
    }

    static TextTable read(String resource) {
        return parse(text(resource));
    }

    /** The text of a file that lies beside this class in the jar. */
    static String text(String resource) {
        try (InputStream in = TextTable.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException(resource + " is not in the jar");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines that are empty or start with {@code #} mean nothing. */
    static TextTable parse(String text) {
        List<Entry> entries = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        for (String line : Lines.of(text)) {
            if (line.isBlank() || line.charAt(0) == '#') continue;
            if (line.charAt(0) != ' ') {
                fields = new LinkedHashMap<>();
                entries.add(new Entry(line, fields));
                continue;
            }
            int colon = line.indexOf(": ");
            if (colon < 0) throw new IllegalArgumentException("no 'key: ' in '" + line + "'");
            fields.put(line.substring(0, colon).strip(), line.substring(colon + 2).strip());
        }
        return new TextTable(List.copyOf(entries));
    }
}
