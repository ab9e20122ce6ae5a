package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
    @TempDir Path folder;

    @Test
    void links_within_a_page_to_other_pages_and_to_files_beside_them_are_right() {
        BookFiles.write(folder.resolve("book.css"), "");
        assertThat(
                        problems(
                                "<link href=\"book.css\"><h1 id=\"a\"></h1><a href=\"#a\">"
                                        + "<a href=\"b.html#b\"><a href=\"https://example.org/x\">"))
                .isEmpty();
    }

    @Test
    void anchors_and_pages_that_are_not_there_are_named() {
        assertThat(problems("<a href=\"#no\"><a href=\"b.html#a\"><a href=\"c.html\">"))
                .extracting(Problem::what)
                .containsExactlyInAnyOrder(
                        "nothing is called no in a.html",
                        "nothing is called a in b.html",
                        "nothing is there: c.html");
    }

    @Test
    void two_things_of_one_name_are_named() {
        assertThat(problems("<p id=\"a\"></p><p id=\"a\"></p>"))
                .extracting(Problem::what)
                .containsExactly("two things are called a");
    }

    @Test
    void what_would_be_fetched_from_elsewhere_is_named() {
        assertThat(
                        problems(
                                "<img src=\"https://example.org/a.png\">"
                                        + "<script src=\"//example.org/a.js\"></script>"
                                        + "<link rel=\"stylesheet\" href=\"https://example.org/a.css\">"))
                .hasSize(3)
                .allMatch(each -> each.what().endsWith("is fetched from elsewhere"));
    }

    @Test
    void an_address_that_cannot_be_one_is_named() {
        assertThat(problems("<a href=\"https:///x\"><a href=\"htp://x.org\"><a href=\"a b\">"))
                .hasSize(3);
    }

    private List<Problem> problems(String page) {
        Problems problems = new Problems();
        Map<String, String> pages = Map.of("a.html", page, "b.html", "<h1 id=\"b\"></h1>");
        new Links(folder, pages, Map.of(), problems).check();
        return problems.all();
    }
}
