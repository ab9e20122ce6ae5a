package slipway.lessons.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** The same file in the tool that every JDK has. */
@NothingLeaks
class PlainJshellTest {
    private static final Path LESSON = LessonsTest.LESSONS.resolve("14-threads.jsh");

    @Test
    void jshell_itself_tells_the_same_story() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jshell").toString());
        command.addAll(List.of("--class-path", System.getProperty("java.class.path")));
        if (Runtime.version().feature() >= 22) command.add("-R--enable-native-access=ALL-UNNAMED");
        command.add(LESSON.toString());
        String plain =
                Run.program(command).within(Duration.ofMinutes(3)).result().succeeded().stdout();

        List<String> told = LessonsTest.told(LESSON);
        assertThat(told).hasSizeGreaterThan(9);
        assertThat(plain.lines()).containsSubsequence(told);
        assertThat(plain)
                .contains("  [seen] EINVAL", "was not made", "\n? One thread calls", "  It is b) ")
                .containsPattern("\\d things were said and seen");
    }
}
