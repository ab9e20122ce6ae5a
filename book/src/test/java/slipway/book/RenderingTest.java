package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only Asciidoctor can say, in one go: its start takes seconds. */
class RenderingTest {
    @TempDir Path repository;

    @Test
    void a_link_to_nowhere_and_what_Asciidoctor_warns_of_are_named_with_their_lines() {
        TinyBook tiny = new TinyBook(repository);
        tiny.append("See <<page>> and https://example.org/there[that].");
        int dead = tiny.append("See <<nothing-like-it>>.");
        int file = tiny.append("See link:no-page.html[it].");
        int level = tiny.append("==== Too deep");
        int picture = tiny.append("image::no-boat.png[A boat]");
        int twice = tiny.append("[[page]]Again.");
        Book book = tiny.book();
        assertThat(book.write()).isEmpty();
        List<String> problems =
                book.render(repository.resolve("out")).stream().map(Problem::toString).toList();
        assertThat(problems)
                .anyMatch(starts(dead, "nothing is called nothing-like-it"))
                .anyMatch(starts(file, "nothing is there: no-page.html"))
                .anyMatch(starts(level, "section title out of sequence"))
                .anyMatch(starts(picture, "nothing is there: no-boat.png"))
                .anyMatch(starts(twice, "id assigned to anchor already in use: page"))
                .anyMatch(each -> each.contains("two things are called page"))
                .hasSize(6);
        assertThat(tiny.read("out/index.html")).contains("<a href=\"10-page.html\">The page</a>");
        assertThat(tiny.read("out/10-page.html"))
                .contains("<h1 id=\"page\">", tiny.word, "href=\"#page\"");
        assertThat(tiny.read("out/search-index.js"))
                .startsWith("window.slipwaySearch = [")
                .contains(tiny.word);
    }

    private static Predicate<String> starts(int line, String what) {
        return each -> each.startsWith(TinyBook.PAGE + ":" + line + ": " + what);
    }
}
