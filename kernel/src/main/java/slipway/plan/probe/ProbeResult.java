package slipway.plan.probe;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/**
 * What one probe found.
 *
 * @param name of the probe, such as {@code user-namespace}
 * @param tried the calls that were made; after a failure, the one that failed
 * @param observed the errno, or the value that came back
 * @param meaning what it means for a container, in one sentence
 * @param fix the command or setting that would change it; empty when it works, and when only
 *     another kernel would help that is what it says
 */
public record ProbeResult(
        String name, Outcome outcome, String tried, String observed, String meaning, String fix) {
    private static final int NAME_WIDTH = 18;
    private static final int WORD_WIDTH = 8;
    private static final int COLUMNS = 80;

    public ProbeResult {
        if (outcome == Outcome.WORKS && !fix.isEmpty()) {
            throw new IllegalArgumentException(name + " works, so there is nothing to fix: " + fix);
        }
    }

    /**
     * What was found, when it works; otherwise also what it is good for, what was tried, and the
     * fix. At most 80 columns wide, unless a single word is wider.
     */
    public String print() {
        StringBuilder text = new StringBuilder();
        String head = padded(outcome.toString(), WORD_WIDTH) + padded(name, NAME_WIDTH);
        line(text, head, observed);
        if (outcome == Outcome.WORKS) return text.toString();
        String indent = " ".repeat(WORD_WIDTH);
        line(text, indent + "gives: ", meaning);
        line(text, indent + "tried: ", tried);
        if (!fix.isEmpty()) line(text, indent + "fix: ", fix);
        return text.toString();
    }

    /** The same as an object with six strings. */
    public void writeTo(JsonWriter json) throws IOException {
        json.beginObject();
        json.name("name").value(name);
        json.name("outcome").value(outcome.toString());
        json.name("tried").value(tried);
        json.name("observed").value(observed);
        json.name("meaning").value(meaning);
        json.name("fix").value(fix);
        json.endObject();
    }

    /** Goes on below itself where the line is full. */
    private static void line(StringBuilder text, String label, String value) {
        StringBuilder line = new StringBuilder(label);
        int start = 0;
        while (start <= value.length()) {
            int space = value.indexOf(' ', start);
            int end = space < 0 ? value.length() : space;
            if (start > 0 && line.length() + end - start + 1 > COLUMNS) {
                text.append(line).append('\n');
                line.setLength(0);
                line.append(" ".repeat(label.length()));
            } else if (start > 0) {
                line.append(' ');
            }
            line.append(value, start, end);
            start = end + 1;
        }
        text.append(line).append('\n');
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(1, width - word.length()));
    }
}
