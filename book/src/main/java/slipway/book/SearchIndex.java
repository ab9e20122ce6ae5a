package slipway.book;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the search of the HTML looks in: the words of each section, and of each term explained. */
final class SearchIndex {
    private static final String SECTION =
            "<h([1-4])(?: id=\"(?<id>[^\"]*)\")?[^>]*>(?<title>.*?)</h\\1>";
    private static final String TERM =
            "<dt class=\"hdlist1\"><a id=\"(?<anchor>[^\"]+)\"></a>(?<term>.*?)</dt>";
    private static final Pattern HEADING = Pattern.compile(SECTION + "|" + TERM, Pattern.DOTALL);

    private SearchIndex() {}

    /** A script, since a page that was opened as a file may not fetch anything else. */
    static String script(Html html) {
        List<Map<String, String>> entries = new ArrayList<>();
        for (Html.Chapter page : html.pages()) {
            Matcher heading = HEADING.matcher(page.content());
            String id = "";
            String title = words(page.title());
            int from = 0;
            while (heading.find()) {
                add(entries, page, id, title, page.content().substring(from, heading.start()));
                id = either(heading.group("id"), heading.group("anchor"));
                title = words(either(heading.group("title"), heading.group("term")));
                from = heading.end();
            }
            add(entries, page, id, title, page.content().substring(from));
        }
        Gson gson = new GsonBuilder().disableHtmlEscaping().create();
        return "window.slipwaySearch = " + gson.toJson(entries).replace("</", "<\\/") + ";\n";
    }

    private static String either(@Nullable String one, @Nullable String other) {
        if (one != null) return one;
        return other == null ? "" : other;
    }

    private static void add(
            List<Map<String, String>> entries,
            Html.Chapter page,
            String id,
            String title,
            String content) {
        String text = words(content);
        if (text.isEmpty() && id.isEmpty()) return;
        Map<String, String> entry = new TreeMap<>();
        entry.put("page", page.page());
        entry.put("id", id);
        entry.put("chapter", words(page.title()));
        entry.put("title", title);
        entry.put("text", text);
        entries.add(entry);
    }

    private static String words(String html) {
        return html.replaceAll("(?s)<svg.*?</svg>", " ")
                .replaceAll("</?(?:span|code|em|strong|sup|a|b|i)\\b[^>]*>", "")
                .replaceAll("<[^>]*>", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#8217;", "’")
                .replaceAll("&#8201;|&#8203;|&#160;", " ")
                .replace("&#8212;", "—")
                .replace("&#8230;", "…")
                .replace("&amp;", "&")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
