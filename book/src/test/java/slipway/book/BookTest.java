package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that must stop a book, each in a tiny one. */
class BookTest {
    @TempDir Path repository;

    private TinyBook tiny;

    @BeforeEach
    void write() {
        tiny = new TinyBook(repository);
    }

    @Test
    void a_book_in_which_all_is_right_has_no_problem() {
        assertThat(tiny.problems()).isEmpty();
    }

    @Test
    void code_is_shown_with_the_place_where_it_stands() {
        assertThat(tiny.manuscript())
                .contains(
                        "[source%autofit%unbreakable,java]\n----\nint one() {\n    return 1;\n}\n----")
                .contains("In class `tiny.Code`, after `zero`:")
                .contains("lines 9 to 11");
    }

    @Test
    void a_command_is_shown_with_what_it_prints() {
        assertThat(tiny.manuscript())
                .contains("[listing.run%unbreakable]\n-----\n$ cat word\n" + tiny.word + "\n-----");
    }

    @Test
    void a_book_without_code_is_none() {
        tiny.replace(TinyBook.PAGE, "listing::", "//listing::");
        assertThat(tiny.problems()).anyMatch(each -> each.contains("the book shows no code"));
    }

    @Test
    void a_book_without_commands_is_none() {
        tiny.replace(TinyBook.PAGE, "run::", "//run::");
        assertThat(tiny.problems()).anyMatch(each -> each.contains("the book runs no command"));
    }

    @Test
    void a_tag_that_nobody_has_is_named_with_the_line_that_wants_it() {
        int line = tiny.append("listing::" + TinyBook.CODE + "[tag=two]");
        says(TinyBook.PAGE + ":" + line + ": " + TinyBook.CODE + " has no tag two");
    }

    @Test
    void a_file_that_is_not_there_is_named_with_the_line_that_wants_it() {
        int line = tiny.append("listing::kernel/No.java[tag=two]");
        says(TinyBook.PAGE + ":" + line + ": there is no Java file kernel/No.java");
    }

    @Test
    void a_tag_that_nobody_shows_is_named_with_its_own_line() {
        tiny.replace(
                TinyBook.CODE,
                "    int zero",
                "    // tag::zero[]\n    // end::zero[]\n    int zero");
        says(TinyBook.CODE + ":4: nobody shows the tag zero");
    }

    @Test
    void a_tag_without_an_end_is_named() {
        tiny.replace(TinyBook.CODE, "    // end::one[]\n", "");
        assertThat(tiny.problems())
                .anyMatch(each -> each.startsWith(TinyBook.CODE + ":8: tag::one[] has no end"))
                .anyMatch(each -> each.contains(TinyBook.CODE + " has no tag one"));
    }

    @Test
    void code_that_was_typed_in_is_refused() {
        int line = tiny.append("[source,java]\n----\nint x;\n----");
        says(TinyBook.PAGE + ":" + line + ": code that was typed in");
    }

    @Test
    void a_command_that_was_typed_in_is_refused() {
        int line = tiny.append("----\n$ echo hello\n----");
        says(TinyBook.PAGE + ":" + (line + 1) + ": a command that nobody runs: $ echo hello");
    }

    @Test
    void a_claim_without_a_probe_is_named() {
        int line = tiny.append("As claim:F99[water flows\nuphill] we know.");
        says(TinyBook.PAGE + ":" + line + ": a claim without a probe: there is no F99");
    }

    @Test
    void a_claim_leads_to_its_probe_and_the_probe_back_to_it() {
        tiny.append("As claim:F1[it [so\\] stays\nwhere it was] we know.\n\nclaims::[]");
        assertThat(tiny.manuscript())
                .contains("As [[claim-F1-1]]it [so] stays where it was^<<probe-F1,F1>>^ we know.")
                .contains("|[[probe-F1]]F1")
                .contains("* xref:claim-F1-1[it [so\\] stays where it was]")
                .contains("|Linux 6.1, JDK 17");
    }

    @Test
    void an_exercise_that_is_not_there_is_named() {
        int line = tiny.append("exercise::9.9[]");
        says(TinyBook.PAGE + ":" + line + ": there is no exercise 9.9");
    }

    @Test
    void an_exercise_is_told_from_its_source_and_its_answers_stand_apart_on_paper() {
        tiny.append("exercise::0.2[]");
        assertThat(tiny.problems()).anyMatch(each -> each.contains("write answers::[]"));
        tiny.append("answers::[]");
        assertThat(tiny.manuscript())
                .contains("[#exercise-0-2.exercise]")
                .contains("./slipway learn check 0.2")
                .contains("<<what-happens>>")
                .contains("[[answer-0-2-1]]*Exercise 0.2, question 1.*");
    }

    @Test
    void a_belief_that_is_not_there_is_named() {
        int line = tiny.append("belief::M99[]\nNo.");
        says(TinyBook.PAGE + ":" + line + ": there is no belief M99");
    }

    @Test
    void a_belief_is_put_right_by_the_text_that_follows_at_once() {
        int line = tiny.append("belief::M06[]\n\nToo late.");
        says(TinyBook.PAGE + ":" + line + ": the box about M06 does not say what is true");
        tiny.replace(TinyBook.PAGE, "M06[]\n\nToo late", "M06[]\nIt does claim:F1[not");
        tiny.append("belief::M06[]\n--\nOne.\n\nTwo.\n--\nAfter.");
        tiny.replace(TinyBook.PAGE, "[not.", "[not].");
        assertThat(tiny.manuscript())
                .contains("It does [[claim-F1-1]]not^<<probe-F1,F1>>^.\n****")
                .contains("One.\n\nTwo.\n****\n\nAfter.");
    }

    @Test
    void a_drawing_that_is_not_there_is_named() {
        int line = tiny.append("diagram::boat[A boat]");
        says(TinyBook.PAGE + ":" + line + ": there is no drawing boat");
    }

    @Test
    void a_drawing_needs_words_for_those_who_cannot_see_it() {
        tiny.write("book/src/diagrams/boat.txt", "──▶\n");
        int line = tiny.append("diagram::boat[]");
        assertThat(tiny.problems())
                .anyMatch(
                        each ->
                                each.startsWith(
                                        TinyBook.PAGE
                                                + ":"
                                                + line
                                                + ": the drawing boat has no text"));
    }

    @Test
    void a_line_of_a_drawing_that_leads_nowhere_is_named() {
        tiny.write("book/src/diagrams/boat.txt", "┌───┐\n│ a │\n└──┘\n");
        tiny.append("diagram::boat[A boat]");
        assertThat(tiny.problems())
                .anyMatch(
                        each ->
                                each.startsWith(
                                        "book/src/diagrams/boat.txt:2: a line of the drawing leads nowhere: │ in column 5"));
    }

    @Test
    void a_chapter_that_is_not_there_is_named_where_it_is_included() {
        tiny.replace(TinyBook.INDEX, "10-page", "11-page");
        assertThat(tiny.problems())
                .anyMatch(
                        each ->
                                each.startsWith(
                                        TinyBook.INDEX + ":4: there is no chapter 11-page.adoc"))
                .anyMatch(
                        each -> each.startsWith(TinyBook.PAGE + ": no page includes this chapter"));
    }

    @Test
    void what_nobody_uses_is_named() {
        tiny.write("book/src/diagrams/boat.txt", "──▶\n");
        tiny.write("book/src/runs/old.sh", "true\n");
        tiny.write("book/src/captured/old.txt", "$ true\n");
        assertThat(tiny.problems())
                .hasSize(3)
                .anyMatch(each -> each.startsWith("book/src/diagrams/boat.txt: nobody shows"))
                .anyMatch(each -> each.startsWith("book/src/runs/old.sh: no page runs"))
                .anyMatch(each -> each.startsWith("book/src/captured/old.txt: no page runs"));
    }

    private void says(String problem) {
        assertThat(tiny.problems()).singleElement().asString().startsWith(problem);
    }
}
