package slipway.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One file of the book's text, with our words replaced by AsciiDoc. Not an extension of
 * Asciidoctor's: so a problem has its line, and finding one does not need JRuby.
 */
final class Manuscript {
    private static final Pattern WORD =
            Pattern.compile("(listing|run|exercise|diagram|claims|answers)::(.*\\[.*\\])\\s*");
    private static final Pattern BELIEF = Pattern.compile("belief::(.*)\\[\\]\\s*");
    private static final Pattern FENCE = Pattern.compile("(-{4,}|\\.{4,}|\\+{4,}|/{4,}|```.*)\\s*");
    private static final Pattern TYPED_CODE =
            Pattern.compile(
                    "\\[source,\\s*(java|console|sh|shell|bash)\\b.*|```\\s*(java|console|sh|shell|bash)\\b.*");
    private static final Pattern TYPED_COMMAND = Pattern.compile("\\s*(\\$ |# ?\\./).*");

    private final String file;
    private final Map<String, BlockWord> words;
    private final Beliefs beliefs;
    private final Claims claims;
    private final Problems problems;
    private final List<String> lines = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();
    private String fence = "";

    private Manuscript(
            String file,
            Map<String, BlockWord> words,
            Beliefs beliefs,
            Claims claims,
            Problems problems) {
        this.file = file;
        this.words = words;
        this.beliefs = beliefs;
        this.claims = claims;
        this.problems = problems;
    }

    static Manuscript of(
            String file,
            List<String> source,
            Map<String, BlockWord> words,
            Beliefs beliefs,
            Claims claims,
            Problems problems) {
        Manuscript manuscript = new Manuscript(file, words, beliefs, claims, problems);
        int at = 0;
        while (at < source.size()) at = manuscript.take(source, at);
        return manuscript;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** Where line {@code number} of {@link #lines}, from 1 on, comes from. */
    Place placeOf(int number) {
        if (places.isEmpty()) return new Place(file, 0);
        return places.get(Math.min(Math.max(number, 1), places.size()) - 1);
    }

    /** Takes a line, and those that go with it; returns where the next begins. */
    private int take(List<String> source, int at) {
        String line = source.get(at);
        Place place = new Place(file, at + 1);
        checkTyped(place, line);
        if (isVerbatim(line)) {
            add(place, line);
            return at + 1;
        }
        Matcher belief = BELIEF.matcher(line);
        if (belief.matches()) return takeBelief(source, at, belief.group(1));
        Matcher word = WORD.matcher(line);
        if (word.matches()) {
            BlockWord meaning = words.get(word.group(1));
            if (meaning != null) {
                String rest = word.group(2);
                int bracket = Options.startIn(rest);
                Options options = Options.parse(rest.substring(bracket + 1, rest.length() - 1));
                String target = rest.substring(0, bracket);
                for (String each : meaning.expand(place, target, options)) add(place, each);
                return at + 1;
            }
        }
        int next = at + 1;
        StringBuilder joined = new StringBuilder(line);
        // A claim may go on in the next line, and is one all the same.
        while (Claims.isOpen(joined) && next < source.size() && !source.get(next).isBlank()) {
            joined.append(' ').append(source.get(next++).strip());
        }
        add(place, claims.replace(place, joined.toString()));
        return next;
    }

    private int takeBelief(List<String> source, int at, String id) {
        Place place = new Place(file, at + 1);
        int from = at + 1;
        String end = "";
        if (from < source.size() && source.get(from).strip().equals("--")) {
            end = "--";
            from++;
        }
        int to = from;
        while (to < source.size() && !source.get(to).strip().equals(end)) to++;
        for (String each : beliefs.opening(place, id)) add(place, each);
        int next = from;
        while (next < to) next = take(source, next);
        if (to == from) {
            problems.add(
                    place,
                    "the box about " + id + " does not say what is true instead",
                    "write it at once below the word, with no empty line between");
        }
        for (String each : beliefs.closing()) add(place, each);
        return end.isEmpty() ? to : to + 1;
    }

    /** True inside of a fence, and for the fence itself. */
    private boolean isVerbatim(String line) {
        if (!fence.isEmpty()) {
            if (line.strip().equals(fence)) fence = "";
            return true;
        }
        Matcher opening = FENCE.matcher(line);
        if (!opening.matches()) return false;
        fence = line.startsWith("```") ? "```" : line.strip();
        return true;
    }

    private void checkTyped(Place place, String line) {
        if (fence.startsWith("/")) return;
        if (fence.isEmpty() && TYPED_CODE.matcher(line).matches()) {
            problems.add(
                    place,
                    "code that was typed in: " + line.strip(),
                    "show compiled code by listing::FILE[tag=NAME], a command by run::COMMAND[]");
        }
        boolean literal = !fence.isEmpty() || line.startsWith(" ");
        if (literal && TYPED_COMMAND.matcher(line).matches()) {
            problems.add(
                    place,
                    "a command that nobody runs: " + line.strip(),
                    "let the build run it: run::COMMAND[] or run::NAME[]");
        }
    }

    private void add(Place place, String line) {
        lines.add(line);
        places.add(place);
    }
}
