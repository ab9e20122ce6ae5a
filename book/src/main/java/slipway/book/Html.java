package slipway.book;

import java.util.ArrayList;
import java.util.List;

/**
 * The book as HTML, not yet in pages.
 *
 * @param front what stands before the first chapter
 */
record Html(String title, String front, List<Chapter> chapters) {
    Html {
        chapters = List.copyOf(chapters);
    }

    /**
     * A chapter.
     *
     * @param page the name of the file that it becomes
     * @param title as HTML
     */
    record Chapter(String page, String title, List<Heading> sections, String content) {
        Chapter {
            sections = List.copyOf(sections);
        }
    }

    /** A section, and those in it; the title is HTML. */
    record Heading(String id, String title, List<Heading> sections) {
        Heading {
            sections = List.copyOf(sections);
        }
    }

    /** The front, too, is a page, and the first. */
    List<Chapter> pages() {
        List<Chapter> pages = new ArrayList<>();
        pages.add(new Chapter("index.html", title, List.of(), front));
        pages.addAll(chapters);
        return pages;
    }
}
