package slipway.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What two outputs may differ in and be the same all the same. */
final class Masks {
    private static final Map<String, String> NAMED =
            Map.of(
                    "number", "\\d+",
                    "version", "\\d+(\\.\\d+)+[\\w.+~-]*",
                    "spaces", "[ \\t]+");

    private static final List<Pattern> ALWAYS =
            List.of(
                    Pattern.compile("\\b[0-9a-f]{12,}\\b"),
                    Pattern.compile(
                            "\\b\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z?)?\\b"),
                    Pattern.compile("\\b\\d\\d:\\d\\d:\\d\\d\\b"));

    private final List<Pattern> patterns;
    private final boolean isOrdered;

    private Masks(List<Pattern> patterns, boolean isOrdered) {
        this.patterns = List.copyOf(patterns);
        this.isOrdered = isOrdered;
    }

    /**
     * @param names of masks, or regular expressions between slashes, with commas between
     * @throws IllegalArgumentException if one is no mask
     */
    static Masks parse(String names) {
        List<Pattern> patterns = new ArrayList<>(ALWAYS);
        boolean isOrdered = true;
        Matcher each = Pattern.compile("\\s*(/[^/]+/|[a-z]+)\\s*(?:,|$)").matcher(names);
        int at = 0;
        while (at < names.length()) {
            if (!each.find(at) || each.start() != at) {
                throw new IllegalArgumentException("no mask: " + names.substring(at));
            }
            String name = each.group(1);
            at = each.end();
            if (name.equals("order")) {
                isOrdered = false;
            } else if (name.startsWith("/")) {
                patterns.add(Pattern.compile(name.substring(1, name.length() - 1)));
            } else if (NAMED.containsKey(name)) {
                patterns.add(Pattern.compile(NAMED.getOrDefault(name, "")));
            } else {
                throw new IllegalArgumentException("no mask: " + name);
            }
        }
        return new Masks(patterns, isOrdered);
    }

    /** The lines as they are compared. */
    List<String> apply(String text) {
        String masked = text;
        for (Pattern pattern : patterns) masked = pattern.matcher(masked).replaceAll("…");
        List<String> lines = masked.lines().toList();
        return isOrdered ? lines : lines.stream().sorted().toList();
    }
}
