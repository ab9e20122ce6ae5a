package slipway.lessons.probe;

import java.util.List;

/**
 * What a probe came to on this machine, just now.
 *
 * @param lines what was seen, or why nothing could be
 */
public record Observation(String id, String claim, Result result, List<String> lines) {
    private static final int WIDTH = 80;

    public Observation {
        lines = List.copyOf(lines);
    }

    /** The call that is first, and how it went the last time. */
    public Observation inBrief() {
        String call = call(lines.get(0));
        String last = lines.get(0);
        for (String line : lines) if (call(line).equals(call)) last = line;
        return new Observation(id, claim, result, List.of(lines.get(0), "...", last));
    }

    private static String call(String line) {
        return line.substring(0, Math.max(0, line.indexOf('(')));
    }

    /** For people, at most 80 columns wide, ending with a newline. */
    public String print() {
        StringBuilder text = new StringBuilder();
        text.append(wrapped(String.format("%-4s%s", id, claim), 4));
        for (String line : lines) text.append(wrapped("    " + line, 8));
        return text.append("    => ").append(result).append('\n').toString();
    }

    /** Broken at blanks; what goes on is indented. */
    private static String wrapped(String line, int indent) {
        StringBuilder text = new StringBuilder();
        String rest = line;
        while (rest.length() > WIDTH) {
            int blank = rest.lastIndexOf(' ', WIDTH);
            if (blank <= indent) blank = rest.indexOf(' ', WIDTH); // one long word
            if (blank < 0) break;
            text.append(rest, 0, blank).append('\n');
            rest = " ".repeat(indent) + rest.substring(blank + 1);
        }
        return text.append(rest).append('\n').toString();
    }
}
