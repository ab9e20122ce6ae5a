package slipway.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can be checked about words and files is checked here. */
class HouseRulesTest {
    private static final int MAX_LINES = 400;
    private static final int LEAST_FILES = 200;
    private static final Path EXCEPTIONS = Path.of("docs/exceptions.md");

    /** A row of the table: {@code | path | reason |}. */
    private static final Pattern EXCEPTION = Pattern.compile("(?m)^\\| `([^`]+)` \\| \\S.* \\|$");

    private static final Pattern DECISION = Pattern.compile("docs/decisions/(\\d{4}[a-z0-9-]*)");
    private static final Pattern LATER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern COMMAND = Pattern.compile("(?m)^    \\$ ([^\\n]+)$");
    private static final Pattern MAVEN_MODULE = Pattern.compile("mvn [^\\n]*-pl ([a-z-]+)");

    @Test
    void these_rules_are_checked_against_files() throws IOException {
        assertThat(SourceFiles.java()).hasSizeGreaterThan(LEAST_FILES);
        assertThat(SourceFiles.modules()).contains(Path.of("kernel"), Path.of("full-runtime"));
    }

    @Test
    void no_Java_file_is_longer_than_400_lines_without_a_reason() throws IOException {
        List<String> excused = SourceFiles.matches(EXCEPTION, SourceFiles.read(EXCEPTIONS));
        for (Path file : SourceFiles.java()) {
            if (excused.contains(file.toString())) continue;
            assertThat(linesOf(file))
                    .as("%s: split it, or say why not in %s", file, EXCEPTIONS)
                    .isLessThanOrEqualTo(MAX_LINES);
        }
    }

    @Test
    void an_exception_that_is_not_needed_any_more_is_taken_off_the_list() throws IOException {
        List<String> excused = SourceFiles.matches(EXCEPTION, SourceFiles.read(EXCEPTIONS));
        assertThat(excused).isNotEmpty().doesNotHaveDuplicates();
        for (String file : excused) {
            assertThat(SourceFiles.exists(Path.of(file))).as(file).isTrue();
            assertThat(linesOf(Path.of(file))).as(file).isGreaterThan(MAX_LINES);
        }
    }

    @Test
    void nothing_is_left_for_later_in_a_comment() throws IOException {
        for (Path file : SourceFiles.java()) {
            assertThat(LATER.matcher(SourceFiles.read(file)).find())
                    .as("%s: do it, or open an issue", file)
                    .isFalse();
        }
    }

    @Test
    void every_module_has_a_readme_that_answers_the_same_questions_in_the_same_order()
            throws IOException {
        for (Path module : SourceFiles.modules()) {
            assertThat(SourceFiles.read(module.resolve("README.md")))
                    .as("%s/README.md", module)
                    .containsSubsequence(
                            "## What it is",
                            "## Try it",
                            "## How it works",
                            "## What it leaves out",
                            "## Read on");
        }
    }

    @Test
    void a_readme_gives_commands_and_those_for_Maven_name_modules_that_exist() throws IOException {
        for (Path module : SourceFiles.modules()) {
            String text = SourceFiles.read(module.resolve("README.md"));
            assertThat(SourceFiles.matches(COMMAND, text)).as("%s/README.md", module).isNotEmpty();
            for (String named : SourceFiles.matches(MAVEN_MODULE, text)) {
                assertThat(SourceFiles.modules())
                        .as("%s/README.md", module)
                        .contains(Path.of(named));
            }
        }
    }

    @Test
    void contributing_names_one_command_and_it_exists() throws IOException {
        List<String> commands =
                SourceFiles.matches(COMMAND, SourceFiles.read(Path.of("CONTRIBUTING.md")));
        assertThat(commands).containsExactly(".ci/test");
        assertThat(SourceFiles.exists(Path.of(".ci/test"))).isTrue();
    }

    @Test
    void every_decision_that_is_pointed_to_is_written_down() throws IOException {
        List<String> written = new ArrayList<>();
        for (Path file : SourceFiles.in("docs/decisions")) {
            written.add(file.getFileName().toString());
        }
        List<Path> pointing = new ArrayList<>(SourceFiles.java());
        pointing.addAll(List.of(Path.of("pom.xml"), Path.of("CHANGELOG.md"), EXCEPTIONS));
        for (Path module : SourceFiles.modules()) {
            pointing.add(module.resolve("README.md"));
            pointing.add(module.resolve("pom.xml"));
        }
        for (Path file : pointing) {
            for (String named : SourceFiles.matches(DECISION, SourceFiles.read(file))) {
                assertThat(written)
                        .as("%s points to docs/decisions/%s", file, named)
                        .anyMatch(page -> page.startsWith(named));
            }
        }
    }

    @Test
    void a_decision_has_its_number_once_and_says_why_what_and_at_what_price() throws IOException {
        List<String> numbers = new ArrayList<>();
        for (Path page : SourceFiles.in("docs/decisions")) {
            String name = page.getFileName().toString();
            assertThat(name).matches("\\d{4}-[a-z0-9-]+\\.md");
            numbers.add(name.substring(0, 4));
            assertThat(SourceFiles.read(page))
                    .as(name)
                    .containsSubsequence("## Context", "## Decision", "## Consequences");
        }
        assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void the_changelog_has_a_place_for_what_is_not_released_yet() throws IOException {
        assertThat(SourceFiles.read(Path.of("CHANGELOG.md")))
                .contains("## [Unreleased]", "### Added");
    }

    private static long linesOf(Path file) throws IOException {
        return SourceFiles.read(file).lines().count();
    }
}
