package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.testkit.NothingLeaks;

@NothingLeaks(tempDirs = true)
class GateTest {
    @TempDir private Path room;

    @Test
    void every_exercise_of_the_course_passes_the_gate() throws Exception {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room));
        assertThat(gate.verify()).isEmpty();
        assertThat(gate.matrix()).contains("M15", "0.2:no-wait");
        assertThat(room).isEmptyDirectory();
    }

    @Test
    void an_exercise_that_uses_what_comes_later_is_refused() {
        List<Exercise> turned = new ArrayList<>(Course.INSTANCE.exercises());
        java.util.Collections.reverse(turned);
        assertThat(new Gate(new Course(turned, Course.INSTANCE.beliefs()), new Judge(room)).words())
                .anyMatch(complaint -> complaint.contains("which is not before"))
                .anyMatch(complaint -> complaint.contains("before it is taught"));
    }

    @ParameterizedTest
    @CsvSource({"0.1,cwd", "0.2,exit-code", "0.3,at-once"})
    void without_one_of_its_checks_an_exercise_turns_the_gate_red(String id, String check)
            throws Exception {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room, check));
        gate.runs(Course.INSTANCE.exercise(id));
        assertThat(gate.complaints())
                .anyMatch(complaint -> complaint.contains("was not killed"))
                .anyMatch(complaint -> complaint.contains("nobody made " + check));
    }
}
