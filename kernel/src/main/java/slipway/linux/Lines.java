package slipway.linux;

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
}
