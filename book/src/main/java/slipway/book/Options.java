package slipway.book;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in the brackets of a word: {@code a=b, c="d e"}, or just text. */
record Options(String text, Map<String, String> named) {
    private static final Pattern PAIR =
            Pattern.compile("\\s*([a-z]+)=(?:\"([^\"]*)\"|([^,]*))\\s*(?:,|$)");

    private static final Pattern ALL =
            Pattern.compile("(\\s*[a-z]+=(\"[^\"]*\"|[^,\"\\[\\]]*)\\s*(,|$))+");

    Options {
        named = Map.copyOf(named);
    }

    /**
     * Where the last brackets begin in {@code TARGET[OPTIONS]}; there may be others, in a command
     * before them and in a value.
     */
    static int startIn(String word) {
        int last = word.lastIndexOf('[');
        for (int at = last; at >= 0; at = word.lastIndexOf('[', at - 1)) {
            String inside = word.substring(at + 1, word.length() - 1);
            if (inside.isEmpty() || ALL.matcher(inside).matches()) return at;
            if (at == 0) break;
        }
        return word.indexOf('[');
    }

    static Options parse(String text) {
        Map<String, String> named = new LinkedHashMap<>();
        Matcher pair = PAIR.matcher(text);
        int at = 0;
        while (pair.find() && pair.start() == at) {
            String quoted = pair.group(2);
            named.put(pair.group(1), quoted != null ? quoted : pair.group(3).strip());
            at = pair.end();
        }
        return new Options(text, named);
    }

    String value(String name) {
        return named.getOrDefault(name, "");
    }
}
