package slipway.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of a book print, and what becomes of it when that changes. */
class RunsTest {
    @TempDir Path repository;

    private TinyBook tiny;

    @BeforeEach
    void write() {
        tiny = new TinyBook(repository);
    }

    @Test
    void another_output_names_the_page_the_difference_and_the_flag() {
        tiny.write("bench/slipway/word", "changed\n");
        assertThat(tiny.problems())
                .singleElement()
                .asString()
                .startsWith(TinyBook.PAGE + ":6: this page shows what is not printed any more")
                .contains("- " + tiny.word, "+ changed", TinyBook.CAPTURED, "-Dupdate");
    }

    @Test
    void the_flag_renews_what_is_shown_and_then_all_is_right() {
        tiny.write("bench/slipway/word", "changed\n");
        assertThat(tiny.renewing().problems()).isEmpty();
        assertThat(tiny.read(TinyBook.CAPTURED)).isEqualTo("$ cat word\nchanged\n");
        assertThat(tiny.comparing().problems()).isEmpty();
    }

    @Test
    void what_was_never_captured_is_named() {
        tiny.remove(TinyBook.CAPTURED);
        assertThat(tiny.problems())
                .singleElement()
                .asString()
                .startsWith(TinyBook.PAGE + ":6: this was never captured in " + TinyBook.CAPTURED)
                .contains("+ " + tiny.word);
    }

    @Test
    void a_mask_is_blind_for_what_varies_and_for_nothing_else() {
        capture("echo $$ is", "name=it,mask=\"number\"", "1234567 is");
        assertThat(tiny.problems()).isEmpty();
        tiny.write("book/src/captured/it.txt", "$ echo $$ is\n1234567 was\n");
        assertThat(tiny.problems()).singleElement().asString().contains("- … was", "+ … is");
    }

    @Test
    void a_mask_may_be_a_pattern_and_lines_may_change_places() {
        capture("printf 'b x3\\na x4\\n'", "name=it,mask=\"/x./, order\"", "a xy\nb xz");
        assertThat(tiny.problems()).isEmpty();
    }

    @Test
    void brackets_may_stand_in_the_command_and_in_a_mask() {
        capture("[ 1 = 1 ] && echo [a]4", "name=it,mask=\"/[0-9]/\"", "[a]5");
        assertThat(tiny.problems()).isEmpty();
    }

    @Test
    void a_mask_that_nobody_knows_is_named() {
        tiny.append("run::echo a[name=it,mask=wool]");
        assertThat(tiny.problems()).singleElement().asString().contains("no mask: wool");
    }

    @Test
    void a_command_that_fails_is_named_with_what_it_said() {
        int line = tiny.append("run::ls nowhere-at-all[name=it]");
        assertThat(tiny.problems())
                .singleElement()
                .asString()
                .startsWith(TinyBook.PAGE + ":" + line + ": a command of the book went wrong")
                .contains("ended with status 2", "nowhere-at-all");
    }

    @Test
    void a_command_may_fail_as_it_was_said_to_and_readers_see_the_status() {
        capture("sh -c 'exit 7'", "name=it,status=7", "(exit status 7)");
        assertThat(tiny.manuscript()).contains("$ sh -c 'exit 7'\n(exit status 7)");
    }

    @Test
    void a_command_that_ends_the_shell_is_named() {
        tiny.append("run::exit 0[name=it]");
        assertThat(tiny.problems()).singleElement().asString().contains("ended the shell");
    }

    @Test
    void a_script_is_shown_command_by_command_but_for_what_is_hidden() {
        tiny.write(
                "book/src/runs/several.sh",
                """
                # a comment
                # hidden
                mkdir room; cd room
                basename "$PWD"
                echo one \\
                two

                for i in 1 2; do
                  echo $i
                done
                # status: 3
                (exit 3)
                """);
        tiny.append("run::several[]");
        tiny.renewing().problems();
        assertThat(tiny.read("book/src/captured/several.txt"))
                .isEqualTo(
                        """
                        $ basename "$PWD"
                        room
                        $ echo one \\
                        two
                        one two
                        $ for i in 1 2; do
                          echo $i
                        done
                        1
                        2
                        $ (exit 3)
                        (exit status 3)
                        """);
    }

    @Test
    void names_of_this_machine_do_not_get_into_the_book() {
        tiny.append("run::pwd; echo $HOME; echo $SLIPWAY_DATA; hostname; id -un[name=it]");
        tiny.renewing().problems();
        assertThat(tiny.read("book/src/captured/it.txt").lines().skip(1).limit(4))
                .containsExactly("/home/you/slipway", "/home/you", "/var/lib/slipway", "workbench");
    }

    @Test
    void the_laboratory_of_readers_is_a_folder_of_this_build_and_nobody_sees_that() {
        capture("mkdir /tmp/lab && cd /tmp/lab && pwd", "name=it", "/tmp/lab");
        assertThat(tiny.problems()).isEmpty();
        assertThat(repository.resolve("bench/tmp/lab")).isEmptyDirectory();
    }

    @Test
    void what_needs_another_caller_is_shown_as_it_was_captured() {
        capture("echo $((6 * 7))", "name=it,needs=root", "not what would come");
        assertThat(tiny.as("user").manuscript()).contains("not what would come");
        assertThat(tiny.as("root").problems())
                .singleElement()
                .asString()
                .contains("- not what would come", "+ 42");
    }

    @Test
    void what_needs_another_caller_and_was_never_captured_is_named() {
        tiny.append("run::echo a[name=it,needs=root]");
        assertThat(tiny.problems()).singleElement().asString().contains("capturing it needs root");
    }

    private void capture(String command, String options, String output) {
        tiny.append("run::" + command + "[" + options + "]");
        tiny.write("book/src/captured/it.txt", "$ " + command + "\n" + output + "\n");
    }
}
