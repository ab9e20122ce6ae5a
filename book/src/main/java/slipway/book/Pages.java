package slipway.book;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTML of the book as pages: with a frame, with navigation, and with links across them. */
final class Pages {
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");
    private static final Pattern LOCAL = Pattern.compile("href=\"#([^\"]+)\"");

    private static final Pattern HEADING = Pattern.compile("(</?h)([2-6])\\b");

    private final Html html;
    private final String frame;
    private final Map<String, String> pageOfId = new HashMap<>();

    /**
     * @param frame a page with names in double braces, as book/README.md says
     */
    Pages(Html html, String frame) {
        this.html = html;
        this.frame = frame;
        for (Html.Chapter page : html.pages()) {
            Matcher id = ID.matcher(page.content());
            while (id.find()) pageOfId.put(id.group(1), page.page());
        }
    }

    /** The text of each page, by the name of its file. */
    Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        List<Html.Chapter> pages = html.pages();
        for (int i = 0; i < pages.size(); i++) {
            Html.Chapter page = pages.get(i);
            String previous = i == 0 ? "" : link(pages.get(i - 1), "prev");
            String next = i == pages.size() - 1 ? "" : link(pages.get(i + 1), "next");
            all.put(page.page(), page(page, previous, next));
        }
        return all;
    }

    private String page(Html.Chapter page, String previous, String next) {
        boolean isFront = page.page().equals("index.html");
        Map<String, String> values =
                Map.of(
                        "title",
                        plain(page.title()),
                        "book",
                        html.title(),
                        "navigation",
                        navigation(page),
                        "previous",
                        previous,
                        "next",
                        next,
                        "content",
                        (isFront ? "<h1>" + html.title() + "</h1>\n" : "") + across(page));
        StringBuilder text = new StringBuilder();
        Matcher name = Pattern.compile("\\{\\{([a-z]+)\\}\\}").matcher(frame);
        while (name.find()) {
            String value = values.getOrDefault(name.group(1), "");
            name.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return name.appendTail(text).toString();
    }

    /** A chapter is the top of its page, and its links may lead to other pages. */
    private String across(Html.Chapter page) {
        Matcher link = LOCAL.matcher(page.content());
        StringBuilder text = new StringBuilder();
        while (link.find()) {
            String there = pageOfId.getOrDefault(link.group(1), page.page());
            String target = (there.equals(page.page()) ? "" : there) + "#" + link.group(1);
            link.appendReplacement(text, Matcher.quoteReplacement("href=\"" + target + "\""));
        }
        String linked = Screen.marked(link.appendTail(text).toString());
        return page.page().equals("index.html") ? linked : headed(linked);
    }

    /** A chapter's title is a second heading in a book, and the first on its page. */
    private static String headed(String text) {
        return HEADING.matcher(text).replaceAll(tag -> tag.group(1) + (level(tag) - 1));
    }

    private static int level(MatchResult tag) {
        return Integer.parseInt(tag.group(2));
    }

    private static String link(Html.Chapter page, String relation) {
        return "<a rel=\"" + relation + "\" href=\"" + page.page() + "\">" + page.title() + "</a>";
    }

    private String navigation(Html.Chapter current) {
        StringBuilder list = new StringBuilder("<ul>\n");
        for (Html.Chapter page : html.pages()) {
            boolean isHere = page.page().equals(current.page());
            list.append(isHere ? "<li class=\"current\">" : "<li>")
                    .append("<a href=\"")
                    .append(page.page())
                    .append(isHere ? "\" aria-current=\"page\">" : "\">")
                    .append(page.title())
                    .append("</a>");
            headings(list, page.page(), page.sections());
            list.append("</li>\n");
        }
        return list.append("</ul>\n").toString();
    }

    private static void headings(StringBuilder list, String page, List<Html.Heading> headings) {
        if (headings.isEmpty()) return;
        list.append("\n<ul>\n");
        for (Html.Heading heading : headings) {
            list.append("<li><a href=\"")
                    .append(page)
                    .append('#')
                    .append(heading.id())
                    .append("\">")
                    .append(heading.title())
                    .append("</a></li>\n");
        }
        list.append("</ul>\n");
    }

    static String plain(String html) {
        return html.replaceAll("<[^>]+>", "");
    }
}
