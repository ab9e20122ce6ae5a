package slipway.cli;

import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_WRONLY;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import slipway.linux.Fd;
import slipway.runtime.lifecycle.Rfc3339;

/**
 * Where an engine wants to read what went wrong, in the form that it knows from runc: one line for
 * each message, with level, msg and time.
 */
final class OciLog {
    private static final int MODE = 0644;

    private final String file;
    private final boolean json;

    OciLog(String file, boolean json) {
        this.file = file;
        this.json = json;
    }

    void error(String message) {
        write("error", message);
    }

    /** In the log if there is one, else on standard error. */
    void warning(String message) {
        if (file.isEmpty()) System.err.println("slipway: " + message);
        else write("warning", message);
    }

    private void write(String level, String message) {
        if (file.isEmpty()) return;
        try (Fd log = Fd.open(file, O_WRONLY | O_CREAT | O_APPEND, MODE)) {
            log.write(
                    (json ? json(level, message) : text(level, message))
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String json(String level, String message) {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.beginObject();
            out.name("level").value(level);
            out.name("msg").value(message);
            out.name("time").value(Rfc3339.of(System.currentTimeMillis()));
            out.endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.append('\n').toString();
    }

    private static String text(String level, String message) {
        String quoted = message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "time=\""
                + Rfc3339.of(System.currentTimeMillis())
                + "\" level="
                + level
                + " msg=\""
                + quoted
                + "\"\n";
    }
}
