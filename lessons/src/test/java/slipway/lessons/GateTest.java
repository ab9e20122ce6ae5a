package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NothingLeaks;

@NothingLeaks(tempDirs = true)
class GateTest {
    @TempDir private Path room;

    @Test
    void every_exercise_of_the_course_passes_the_gate() throws Exception {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room));
        assertThat(gate.verify()).isEmpty();
        System.out.println("the gate cannot judge here: " + gate.unjudged());
        if ("1".equals(System.getenv("SLIPWAY_NO_SKIPS"))) assertThat(gate.unjudged()).isEmpty();
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

    static List<Exercise> exercises() {
        return Course.INSTANCE.exercises();
    }

    /** Each check is left out in turn, and its mistakes are put before what remains. */
    @ParameterizedTest
    @MethodSource("exercises")
    void without_any_of_its_checks_an_exercise_turns_the_gate_red(Exercise exercise) {
        // Two at a time, on two cores: each is a Java that starts two more.
        assertThat(exercise.checks().parallelStream().filter(check -> !isMissed(exercise, check)))
                .isEmpty();
    }

    private boolean isMissed(Exercise exercise, Exercise.CheckSpec check) {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room, check.name()));
        try {
            gate.kills(exercise, check.name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return gate.complaints().stream().anyMatch(each -> each.contains("was not killed"));
    }

    @Test
    void a_check_that_nobody_makes_turns_the_gate_red() throws Exception {
        Gate gate = new Gate(Course.INSTANCE, new Judge(room, "exit-code"));
        gate.runs(Course.INSTANCE.exercise("0.2"));
        assertThat(gate.complaints())
                .anyMatch(complaint -> complaint.contains("was not killed"))
                .anyMatch(complaint -> complaint.contains("nobody made exit-code"));
    }
}
