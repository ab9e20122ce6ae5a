package slipway.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Text cut up without regular expressions, which cost a cold JVM some milliseconds. */
final class Lines {
    private Lines() {}

    /** The lines without their newlines; no empty line after the last newline. */
    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) lines.add(text.substring(start));
        return lines;
    }

    /** The words between blanks and tabs; none of them is empty. */
    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= line.length(); i++) {
            boolean blank = i == line.length() || line.charAt(i) == ' ' || line.charAt(i) == '\t';
            if (blank && start >= 0) {
                words.add(line.substring(start, i));
                start = -1;
            } else if (!blank && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** The parts between all separators; one that ends the text starts an empty last part. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
            parts.add(text.substring(start, end));
            start = end + 1;
        }
        parts.add(text.substring(start));
        return parts;
    }

    /** A decimal number; what is wrong is said with the whole line. */
    static long number(String word, String line) {
        return number(word, 10, line);
    }

    /** A number of 64 bits without sign, as the masks of {@code /proc/PID/status} are. */
    static long hex(String word, String line) {
        return number(word, 16, line);
    }

    private static long number(String word, int radix, String line) {
        try {
            return radix == 16 ? Long.parseUnsignedLong(word, radix) : Long.parseLong(word, radix);
        } catch (NumberFormatException e) {
            throw malformed(line, "'" + word + "' is no number", e);
        }
    }

    static IllegalArgumentException malformed(String line, String reason) {
        return new IllegalArgumentException("'" + line + "': " + reason);
    }

    private static IllegalArgumentException malformed(String line, String reason, Exception cause) {
        return new IllegalArgumentException("'" + line + "': " + reason, cause);
    }

    /**
     * A whole file of {@code /proc} as text. Bytes that are no UTF-8, as a path in it may have,
     * become U+FFFD instead of an error.
     */
    static String read(Path file) throws IOException {
        // Without the classes of channels, which a start has no other need of.
        try (FileInputStream stream = new FileInputStream(file.toFile())) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
