package slipway.lessons.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Both directions between a lesson and who takes it; when nobody answers, it goes on by itself. */
final class Talk {
    private static final int WIDTH = 78;

    private final InputStream in;
    private final PrintStream out;

    Talk(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    void say(String line) {
        out.println(line);
    }

    /** The same before every line. */
    void say(String prefix, Iterable<String> lines) {
        for (String line : lines) out.println(prefix + line);
    }

    /** A long line, broken at blanks and indented. */
    void wrapped(String text) {
        StringBuilder line = new StringBuilder(" ");
        for (String word : text.strip().split("\\s+")) {
            if (line.length() + word.length() >= WIDTH) {
                out.println(line);
                line = new StringBuilder("   ");
            }
            line.append(' ').append(word);
        }
        out.println(line);
    }

    /** What was typed; empty for Enter alone, and when nobody is there. */
    String ask(String prompt) {
        out.print(prompt);
        out.flush();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            // One by one: JShell hands input on piecemeal, and a reader would wait for more.
            int next = in.read();
            if (next < 0) out.println();
            for (; next >= 0 && next != '\n'; next = in.read()) {
                if (next != Keys.NOTHING_YET) line.write(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("your answer could not be read: " + e.getMessage(), e);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
