package slipway.book.built;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slipway.testkit.Repository;

class BuiltBookTest {
    private static final Path BOOK = Repository.root().resolve("book/target/book");

    @Test
    void every_chapter_is_a_page_and_can_be_reached_from_the_first() throws IOException {
        List<String> chapters = chapters();
        String first = Files.readString(BOOK.resolve("index.html"));
        assertThat(chapters).isNotEmpty();
        for (String chapter : chapters) {
            assertThat(BOOK.resolve(chapter)).isNotEmptyFile();
            assertThat(first).contains("href=\"" + chapter + "\"");
        }
    }

    @Test
    void code_and_what_commands_print_are_on_the_pages() throws IOException {
        int code = 0;
        int runs = 0;
        for (String chapter : chapters()) {
            String page = Files.readString(BOOK.resolve(chapter));
            code += count("data-lang=\"java\"", page);
            runs += count("class=\"listingblock run\"", page);
        }
        assertThat(code).isPositive();
        assertThat(runs).isPositive();
    }

    @Test
    void the_search_has_words_of_every_chapter() throws IOException {
        String index = Files.readString(BOOK.resolve("search-index.js"));
        for (String chapter : chapters()) assertThat(index).contains("\"" + chapter + "\"");
    }

    @Test
    void there_is_a_PDF_of_several_pages() throws IOException {
        String pdf = Files.readString(BOOK.resolve("slipway.pdf"), StandardCharsets.ISO_8859_1);
        assertThat(pdf).startsWith("%PDF-").contains("%%EOF");
        assertThat(count("/Type /Page\n", pdf)).isGreaterThan(3);
    }

    /** As the first page of the text includes them. */
    private static List<String> chapters() throws IOException {
        Path index = Repository.root().resolve("book/src/docs/asciidoc/index.adoc");
        try (Stream<MatchResult> all =
                Pattern.compile("(?m)^include::(.*)\\.adoc\\[")
                        .matcher(Files.readString(index))
                        .results()) {
            return all.map(each -> each.group(1) + ".html").toList();
        }
    }

    private static int count(String word, String text) {
        return text.split(Pattern.quote(word), -1).length - 1;
    }
}
