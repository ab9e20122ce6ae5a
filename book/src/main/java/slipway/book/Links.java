package slipway.book;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether every link of the pages leads to something. */
final class Links {
    private static final Pattern ID = Pattern.compile("\\s(?:id|name)=\"([^\"]+)\"");
    private static final Pattern LINK =
            Pattern.compile("<([a-z]+)\\b[^<>]*?\\s(?:href|src)=\"([^\"]*)\"");

    private final Path folder;
    private final Map<String, String> pages;
    private final Map<String, Set<String>> ids = new HashMap<>();
    private final Map<String, List<String>> sources;
    private final Problems problems;

    /**
     * @param folder where the pages are written to
     * @param pages text by file name
     * @param sources the lines of the text, by file: for saying where a link stands
     */
    Links(
            Path folder,
            Map<String, String> pages,
            Map<String, List<String>> sources,
            Problems problems) {
        this.folder = folder;
        this.pages = Map.copyOf(pages);
        this.sources = Map.copyOf(sources);
        this.problems = problems;
    }

    void check() {
        pages.forEach(this::collectIds);
        pages.forEach(
                (page, text) -> {
                    Matcher link = LINK.matcher(text);
                    while (link.find()) check(page, link.group(1), link.group(2));
                });
    }

    private void collectIds(String page, String text) {
        Set<String> found = new HashSet<>();
        Matcher id = ID.matcher(text);
        while (id.find()) {
            if (found.add(id.group(1))) continue;
            problems.add(
                    placeOf(page, id.group(1)),
                    "two things are called " + id.group(1),
                    "give one of them another anchor: [#another-name]");
        }
        ids.put(page, found);
    }

    private void check(String page, String element, String target) {
        if (target.startsWith("data:")) return;
        URI uri;
        try {
            uri = new URI(target);
        } catch (URISyntaxException e) {
            note(page, target, "this is no link: " + target + " (" + e.getMessage() + ")");
            return;
        }
        if (uri.getScheme() != null) {
            checkOutside(page, element, uri);
            return;
        }
        if (target.startsWith("//")) {
            note(page, target, target + " is fetched from elsewhere");
            return;
        }
        String path = uri.getPath() == null ? "" : uri.getPath();
        String file = path.isEmpty() ? page : path;
        if (!pages.containsKey(file) && !Files.isRegularFile(folder.resolve(file))) {
            note(page, target, "nothing is there: " + target);
            return;
        }
        String anchor = uri.getFragment();
        Set<String> there = ids.get(file);
        if (anchor != null && there != null && !there.contains(anchor)) {
            note(page, anchor, "nothing is called " + anchor + " in " + file);
        }
    }

    private void checkOutside(String page, String element, URI uri) {
        if (!element.equals("a")) {
            note(page, uri.toString(), uri + " is fetched from elsewhere");
        } else if (!Set.of("https", "http", "mailto").contains(uri.getScheme())
                || (uri.getHost() == null && !uri.getScheme().equals("mailto"))) {
            note(page, uri.toString(), "nothing can be at " + uri);
        }
    }

    private void note(String page, String target, String what) {
        problems.add(
                placeOf(page, target),
                what,
                "correct the link, or give its target a name: [#name] above it");
    }

    /** The line that has the word, in the page's own text if it is there. */
    private Place placeOf(String page, String word) {
        String own = page.replaceFirst("\\.html$", ".adoc");
        Place found = new Place("book/src/docs/asciidoc/" + own, 0);
        String bare = word.replaceFirst("^.*#", "");
        for (Map.Entry<String, List<String>> each : sources.entrySet()) {
            List<String> lines = each.getValue();
            for (int i = 0; i < lines.size(); i++) {
                if (!lines.get(i).contains(bare)) continue;
                Place place = new Place(each.getKey(), i + 1);
                if (each.getKey().endsWith("/" + own)) return place;
                if (found.line() == 0) found = place;
                break;
            }
        }
        return found;
    }
}
