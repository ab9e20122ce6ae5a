package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NothingLeaks;

/** Programs that learners also write. */
@NothingLeaks(tempDirs = true)
class JudgeTest {
    private final Exercise exercise = Course.INSTANCE.exercise("0.2");
    @TempDir private Path room;

    private Verdict finishBy(String code) throws Exception {
        String source = exercise.code().solution();
        int at = source.indexOf("ExitStatus end = program.await();");
        String changed = source.substring(0, at) + code + source.substring(at);
        Verdict verdict = new Judge(room).judge(exercise, changed, Map.of());
        assertThat(room).isEmptyDirectory();
        return verdict;
    }

    @Test
    void another_right_way_passes() throws Exception {
        Verdict verdict = finishBy("if (true) return program.await().shellCode();");
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.PASSED);
    }

    @Test
    void code_that_ends_the_process_is_told_so() throws Exception {
        Verdict verdict = finishBy("if (true) Runtime.getRuntime().halt(0);");
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .contains("The process with your code has ended", "exit");
    }

    @Test
    void code_that_throws_is_shown_with_its_line_and_without_a_trace() throws Exception {
        Verdict verdict = finishBy("if (true) throw new IllegalStateException(\"oops\");");
        assertThat(verdict.firstNotYet().orElseThrow().observed())
                .contains("oops", "Runner.java, line ");
    }

    @Test
    void code_that_takes_all_memory_harms_only_its_own_process() throws Exception {
        Verdict verdict = finishBy("byte[][] all = new byte[500][1 << 20]; all[0][0] = 1;");
        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(verdict.firstNotYet().orElseThrow().observed()).contains("OutOfMemoryError");
    }

    @Test
    void a_process_that_is_left_behind_is_named_and_ended() throws Exception {
        Verdict verdict =
                finishBy(
                        "try { new ProcessBuilder(\"sleep\", \"600\").start(); }"
                                + " catch (java.io.IOException e) { throw new RuntimeException(e); }");
        assertThat(verdict.trouble()).contains("It left behind: process ");
    }
}
