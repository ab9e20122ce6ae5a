package slipway.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file with regions between {@code tag::name[]} and {@code end::name[]}. */
final class TaggedSource {
    private static final Pattern MARK =
            Pattern.compile("\\s*(?://|#|<!--)\\s*(tag|end)::([\\w.-]+)\\[\\]\\s*(?:-->)?\\s*");

    private final List<String> lines;
    private final Map<String, Region> regions = new LinkedHashMap<>();
    private final Place place;

    /**
     * A region.
     *
     * @param first the line after the mark that begins it, from 1 on
     * @param last the line before the mark that ends it
     */
    record Region(int first, int last) {}

    private TaggedSource(Place place, List<String> lines) {
        this.place = place;
        this.lines = List.copyOf(lines);
    }

    static TaggedSource read(Place place, Path file, Problems problems) {
        TaggedSource source = new TaggedSource(place, BookFiles.lines(file));
        source.findRegions(problems);
        return source;
    }

    static boolean isMark(String line) {
        return MARK.matcher(line).matches();
    }

    Map<String, Region> regions() {
        return Map.copyOf(regions);
    }

    Optional<Region> region(String tag) {
        return Optional.ofNullable(regions.get(tag));
    }

    /** Its lines without marks and without the indentation that all of them have. */
    List<String> text(Region region) {
        List<String> text = new ArrayList<>();
        for (String line : lines.subList(region.first() - 1, region.last())) {
            if (!isMark(line)) text.add(line);
        }
        while (!text.isEmpty() && text.get(0).isBlank()) text.remove(0);
        while (!text.isEmpty() && text.get(text.size() - 1).isBlank()) text.remove(text.size() - 1);
        int indent =
                text.stream()
                        .filter(line -> !line.isBlank())
                        .mapToInt(line -> line.length() - line.stripLeading().length())
                        .min()
                        .orElse(0);
        return text.stream().map(line -> line.isBlank() ? "" : line.substring(indent)).toList();
    }

    private void findRegions(Problems problems) {
        Map<String, Integer> open = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            Matcher mark = MARK.matcher(lines.get(number - 1));
            if (!mark.matches()) continue;
            String tag = mark.group(2);
            if (mark.group(1).equals("tag")) {
                if (open.put(tag, number) != null || regions.containsKey(tag)) {
                    note(
                            problems,
                            number,
                            "a second tag::" + tag + "[]",
                            "give one of them another name");
                }
                continue;
            }
            Integer start = open.remove(tag);
            if (start == null) {
                note(
                        problems,
                        number,
                        "end::" + tag + "[] without its tag",
                        "write tag::" + tag + "[]");
            } else {
                regions.put(tag, new Region(start + 1, number - 1));
            }
        }
        open.forEach(
                (tag, at) ->
                        note(
                                problems,
                                at,
                                "tag::" + tag + "[] has no end",
                                "write end::" + tag + "[]"));
    }

    private void note(Problems problems, int line, String what, String advice) {
        problems.add(new Place(place.file(), line), what, advice);
    }
}
