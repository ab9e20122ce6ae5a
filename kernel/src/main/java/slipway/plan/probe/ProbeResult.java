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

    public ProbeResult {
        if (outcome == Outcome.WORKS && !fix.isEmpty()) {
            throw new IllegalArgumentException(name + " works, so there is nothing to fix: " + fix);
        }
    }

    /** One line when it works; otherwise also what it is good for, what was tried, and the fix. */
    public String print() {
        StringBuilder text = new StringBuilder();
        text.append(padded(outcome.toString(), WORD_WIDTH)).append(padded(name, NAME_WIDTH));
        text.append(observed).append('\n');
        if (outcome == Outcome.WORKS) return text.toString();
        line(text, "gives: ", meaning);
        line(text, "tried: ", tried);
        if (!fix.isEmpty()) line(text, "fix: ", fix);
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

    private static void line(StringBuilder text, String label, String value) {
        text.append(padded("", WORD_WIDTH)).append(label).append(value).append('\n');
    }

    private static String padded(String word, int width) {
        return word + " ".repeat(Math.max(1, width - word.length()));
    }
}
