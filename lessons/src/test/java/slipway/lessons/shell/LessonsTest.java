package slipway.lessons.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.Repository;

/** Every lesson, from its first word to its last, with nobody there to answer. */
class LessonsTest {
    static final Path LESSONS = Repository.root().resolve("lessons");
    private static final Pattern END =
            Pattern.compile("(\\d+) things were said and seen\\. Go on: ");
    private static final Pattern TELL =
            Pattern.compile(
                    "^lab\\.tell\\(\"\"\"\\n(.*?)\"\"\"", Pattern.DOTALL | Pattern.MULTILINE);
    private static final int LEAST_SEEN = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final LessonCommand command = new LessonCommand(LESSONS, out);

    static Stream<String> lessons() throws Exception {
        return LessonFile.in(LESSONS).stream().map(LessonFile::number);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void what_a_lesson_says_is_so_on_this_machine(String number) throws Exception {
        int status = command.command(List.of(number, "--unattended"), System.in);
        String said = bytes.toString(StandardCharsets.UTF_8);
        assertThat(status).as(said).isZero();
        Matcher end = END.matcher(said);
        assertThat(end.find()).as(said).isTrue();
        int seen = Integer.parseInt(end.group(1));
        assertThat(seen).isGreaterThanOrEqualTo(LEAST_SEEN);
        assertThat(said.lines().filter(line -> line.startsWith("  [seen] "))).hasSize(seen);
        assertThat(said).contains("\n? ", "\n  It is ", "learn, exercise");
        assertThat(said).doesNotContain("\tat ");
        assertNothingRuns();
    }

    @Test
    void the_list_names_every_file_of_the_folder_and_how_long_it_takes() throws Exception {
        assertThat(command.command(List.of(), System.in)).isZero();
        List<String> lines =
                bytes.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("minutes"))
                        .toList();
        try (Stream<Path> files = Files.list(LESSONS)) {
            assertThat(files.filter(file -> file.toString().endsWith(".jsh"))).hasSameSizeAs(lines);
        }
        assertThat(lines).allMatch(line -> line.matches("  \\d\\d  .+ \\(\\d\\d minutes.*\\)"));
    }

    @Test
    void what_a_lesson_tells_fits_on_a_terminal() throws Exception {
        for (LessonFile lesson : LessonFile.in(LESSONS)) {
            for (String line : told(lesson.file())) {
                assertThat(line.length()).as("%s: %s", lesson.file(), line).isLessThan(81);
            }
        }
    }

    /** The lines that a lesson tells, as they stand in its file. */
    static List<String> told(Path file) throws Exception {
        List<String> told = new ArrayList<>();
        Matcher tell = TELL.matcher(Files.readString(file));
        while (tell.find()) told.addAll(tell.group(1).stripIndent().strip().lines().toList());
        return told;
    }

    /** No program of a lesson, and no process in which snippets ran. */
    static void assertNothingRuns() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (ProcessHandle.current().descendants().findAny().isPresent()) {
            List<String> left =
                    ProcessHandle.current()
                            .descendants()
                            .map(each -> each.info().toString())
                            .toList();
            assertThat(System.nanoTime()).as("still there: %s", left).isLessThan(end);
            Thread.sleep(50);
        }
    }

    @Test
    void a_lesson_that_is_not_there_is_said_with_those_that_are() {
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () ->
                                        command.command(
                                                List.of("99"), InputStream.nullInputStream())))
                .isInstanceOf(LessonError.class)
                .hasMessageContaining("only 00, 01, 10")
                .hasMessageContaining("Try: slipway lesson");
    }
}
