package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.Jdks;
import slipway.testkit.NeedsJdk;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Repository;
import slipway.testkit.Run;

/** What slipway says about itself. */
@NothingLeaks
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class WordsTest {
    private static final int COLUMNS = 80;

    @Test
    void the_version_names_slipway_java_linux_and_the_machine() {
        assertThat(Slipway.words("version").output())
                .matches(
                        "slipway "
                                + Pattern.quote(Version.NUMBER)
                                + "\njava "
                                + Pattern.quote(System.getProperty("java.version"))
                                + " \\(.*\\)\nlinux "
                                + Pattern.quote(Run.output("uname", "-r"))
                                + " (x86-64|aarch64)\n")
                .isEqualTo(Slipway.words("--version").output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help run", "help images", "help doctor", "run --help"})
    void help_fits_a_terminal(String words) {
        isForPeople(Slipway.words(words.split(" ")).output());
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help run"})
    void help_ends_with_examples(String words) {
        assertThat(Slipway.words(words.split(" ")).output())
                .containsAnyOf("Try:\n", "Examples:\n")
                .contains("\n  slipway run");
    }

    @ParameterizedTest
    @EnumSource(Caller.class)
    void what_is_found_out_fits_a_terminal_too_whoever_asks(Caller caller) {
        for (String command : List.of("doctor", "tour", "attack")) {
            Slipway slipway = Slipway.words(command).as(caller).within(Duration.ofMinutes(2));
            Run.Result result = slipway.result();
            assertThat(result.exitCode()).as(result.stderr()).isBetween(0, 1);
            assertThat(result.stderr()).isEmpty();
            isForPeople(result.stdout());
        }
    }

    @Test
    void the_front_page_fits_a_terminal() throws IOException {
        isForPeople(Files.readString(Repository.root().resolve("README.md")));
    }

    private static int width(String line) {
        return line.codePointCount(0, line.length());
    }

    /**
     * At most 80 columns but for a word that is longer, such as a path, and nothing but text: no
     * escape codes, no carriage returns.
     */
    private static void isForPeople(String page) {
        assertThat(page.lines())
                .isNotEmpty()
                .allMatch(line -> line.strip().indexOf(' ') < 0 || width(line) <= COLUMNS);
        assertThat(page.replace("\n", "").chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void help_is_what_one_gets_without_a_word_and_by_other_names() {
        String page = Slipway.words("help").output();
        assertThat(Slipway.words().output()).isEqualTo(page);
        assertThat(Slipway.words("--help").output()).isEqualTo(page);
        assertThat(Slipway.words("-h").output()).isEqualTo(page);
    }

    @Test
    void help_names_every_command() throws IOException {
        assertThat(Slipway.words("help").output()).contains(words("Main", "\"([a-z]+)\""));
    }

    @Test
    void help_run_names_every_option() throws IOException {
        assertThat(Slipway.words("help", "run").output())
                .contains(words("RunOptions", "\"(--[a-z-]+|-[a-z])\""));
    }

    /** What the {@code case} labels of a class match. */
    private static List<String> words(String className, String word) throws IOException {
        String file = "full-runtime/src/main/java/slipway/cli/" + className + ".java";
        String source = Files.readString(Repository.root().resolve(file));
        List<String> words =
                Pattern.compile("case " + word + ":")
                        .matcher(source)
                        .results()
                        .map((MatchResult match) -> match.group(1))
                        .toList();
        assertThat(words).hasSizeGreaterThan(2);
        return words;
    }

    @Test
    @NeedsJdk(17)
    @NeedsUnprivilegedUserNamespaces
    void on_java_17_nothing_is_said_that_was_not_asked_for() {
        saysNothing(17);
    }

    @Test
    @NeedsJdk(25)
    @NeedsUnprivilegedUserNamespaces
    void on_java_25_nothing_is_said_that_was_not_asked_for() {
        saysNothing(25);
    }

    private static void saysNothing(int feature) {
        Run.Result result =
                Slipway.busybox("true").on(Jdks.of(feature).orElseThrow().java()).result();
        assertThat(result.exitCode()).isZero();
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr()).isEmpty();
    }
}
