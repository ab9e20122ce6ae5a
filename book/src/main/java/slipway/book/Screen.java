package slipway.book;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader sees of a terminal: what is typed stands behind a prompt, and all else was printed.
 * No lexer for shells does this: to one, a {@code #} or {@code $} in an output is a prompt, too.
 */
final class Screen {
    private static final Pattern RUN =
            Pattern.compile(
                    "(<div class=\"listingblock run\">\\s*<div class=\"content\">\\s*<pre>)(.*?)(</pre>)",
                    Pattern.DOTALL);

    /** As a shell asks for a command, and for the rest of one; in HTML. */
    private static final String FIRST = "$ ";

    private static final String MORE = "&gt; ";

    private Screen() {}

    /** A transcript in which each line that was typed has its prompt, also the later ones. */
    static List<String> prompted(List<String> transcript, Script script) {
        List<String> lines = new ArrayList<>(transcript);
        int at = 0;
        for (Script.Command command : script.commands()) {
            if (command.isHidden()) continue;
            List<String> typed = new ArrayList<>(command.text().lines().toList());
            typed.set(0, "$ " + typed.get(0));
            while (at + typed.size() <= lines.size()) {
                List<String> here = lines.subList(at, at + typed.size());
                at++;
                if (!here.equals(typed)) continue;
                for (int i = 1; i < typed.size(); i++) here.set(i, "> " + typed.get(i));
                at += typed.size() - 1;
                break;
            }
        }
        return lines;
    }

    /** The same page, with prompts and what was typed behind them marked in each screen. */
    static String marked(String page) {
        return RUN.matcher(page)
                .replaceAll(
                        screen ->
                                Matcher.quoteReplacement(
                                        screen.group(1)
                                                + lines(screen.group(2))
                                                + screen.group(3)));
    }

    private static String lines(String screen) {
        List<String> marked = new ArrayList<>();
        boolean isTyped = false;
        for (String line : screen.split("\n", -1)) {
            String prompt = line.startsWith(FIRST) ? FIRST : MORE;
            isTyped = line.startsWith(FIRST) || isTyped && line.startsWith(MORE);
            marked.add(isTyped ? typed(prompt, line.substring(prompt.length())) : line);
        }
        return String.join("\n", marked);
    }

    private static String typed(String prompt, String command) {
        return "<span class=\"prompt\">"
                + prompt
                + "</span><span class=\"typed\">"
                + command
                + "</span>";
    }
}
