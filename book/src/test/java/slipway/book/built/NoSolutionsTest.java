package slipway.book.built;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slipway.lessons.Course;
import slipway.testkit.Repository;

/** The book is for learners: it shows how the runtime does things, not what they are to write. */
class NoSolutionsTest {
    /** Shorter lines, such as a closing brace, stand in any program. */
    private static final int OF_ONES_OWN = 25;

    @Test
    void no_line_of_a_solution_stands_in_the_book() throws IOException {
        String book = text();
        List<String> secrets =
                Course.INSTANCE.exercises().stream()
                        .flatMap(each -> each.code().secrets().stream())
                        .filter(line -> line.length() >= OF_ONES_OWN)
                        .toList();
        assertThat(secrets).isNotEmpty();
        assertThat(secrets.stream().filter(book::contains)).isEmpty();
    }

    /** What a reader sees on all pages. */
    private static String text() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> pages = Files.list(Repository.root().resolve("book/target/book"))) {
            for (Path page : pages.filter(each -> each.toString().endsWith(".html")).toList()) {
                text.append(Files.readString(page).replaceAll("<[^>]*>", ""));
            }
        }
        return text.toString().replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }
}
