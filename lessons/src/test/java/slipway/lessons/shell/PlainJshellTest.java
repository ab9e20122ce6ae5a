package slipway.lessons.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** The same file in the tool that every JDK has. */
@NothingLeaks(tempDirs = true)
class PlainJshellTest {
    private static final String LESSON = "10-root.jsh";

    @Test
    void jshell_itself_tells_the_same_story() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) command.add("-R--enable-native-access=ALL-UNNAMED");
        command.add(LessonsTest.LESSONS.resolve(LESSON).toString());
        String plain =
                Run.program(command).within(Duration.ofMinutes(3)).result().succeeded().stdout();

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        new LessonCommand(LessonsTest.LESSONS, out)
                .take(LessonsTest.LESSONS.resolve(LESSON), java.io.InputStream.nullInputStream());
        List<String> told =
                bytes.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(
                                line ->
                                        line.matches(
                                                "([A-Z?]|  \\[seen]|  It is |    [a-z]\\) ).*"))
                        .toList();

        assertThat(told).hasSizeGreaterThan(30);
        assertThat(plain.lines()).containsSubsequence(told);
    }
}
