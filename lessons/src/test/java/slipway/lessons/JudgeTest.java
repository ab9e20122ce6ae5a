package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgeTest {
    private final Exercise exercise = Course.INSTANCE.exercise("0.2");
    @TempDir private Path room;

    @Test
    void a_solution_passes() throws Exception {
        Verdict verdict = new Judge(room).judge(exercise, exercise.code().solution());
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(Outcome.PASSED);
        assertThat(room).isEmptyDirectory();
    }
}
