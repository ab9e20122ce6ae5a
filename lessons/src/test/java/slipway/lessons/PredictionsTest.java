package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions before looking, the look, and what becomes of the answers. */
class PredictionsTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    @TempDir private Path folder;

    private String learn(String... words) throws Exception {
        bytes.reset();
        new Learn(Workshop.at(folder), out).command(List.of(words));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void an_answer_is_followed_by_what_happens_here_and_only_then_by_the_verdict()
            throws Exception {
        assertThat(learn("predict", "0.2"))
                .contains("Prediction 1 of 2", "b) two different things");
        assertThat(learn("predict", "0.2", "b"))
                .containsSubsequence(
                        "Tried on this machine",
                        "killed by SIGKILL",
                        "holds here",
                        "So it is.",
                        "It is the shell that adds 128",
                        "There is one more: prediction 2.");
    }

    @Test
    void the_next_question_is_asked_when_one_was_answered_right_and_not_before() throws Exception {
        assertThat(learn("predict", "0.2", "a")).contains("It is not so.", "M60");
        assertThat(learn("predict", "0.2")).contains("Prediction 1 of 2");
        learn("predict", "0.2", "b");
        assertThat(learn("predict", "0.2")).contains("Prediction 2 of 2", "not asked how");
        assertThat(learn("predict", "0.2", "c")).contains("state is Z", "It is not so.", "M14");
    }

    @Test
    void a_way_that_the_exercise_asks_for_is_shown_whole_only_to_who_has_found_it()
            throws Exception {
        assertThat(learn("predict", "1.4", "c"))
                .contains("= -1 ENOENT", "...", "holds here")
                .doesNotContain("mkdirat", "chdir");
        Exercise exercise = Course.INSTANCE.exercise("1.4");
        Workshop.at(folder).progress().add(exercise, "checked", Outcome.PASSED.toString(), "");
        assertThat(learn("predict", "1.4", "1", "c")).contains("mkdirat", "chdir", "holds here");
    }

    @Test
    void one_of_several_is_chosen_by_its_number() throws Exception {
        assertThat(learn("predict", "0.2", "2")).contains("Prediction 2 of 2");
        assertThat(learn("predict", "0.2", "2", "b")).contains("So it is.");
        assertThatThrownBy(() -> learn("predict", "0.2", "3", "b"))
                .isInstanceOf(LearnError.class)
                .hasMessageContaining("predictions 1 to 2");
    }

    @Test
    void only_first_answers_count_for_how_well_somebody_knows_what_they_know() throws Exception {
        learn("predict", "0.1", "a");
        learn("predict", "0.1", "c");
        learn("predict", "0.2", "b");
        learn("predict", "0.2", "2", "b");
        assertThat(learn("progress"))
                .contains("Part 0: 2 of 3 predictions right at the first answer");
        bytes.reset();
        Export.csv(List.of(folder), out);
        String table = bytes.toString(StandardCharsets.UTF_8);
        assertThat(table.lines().findFirst().orElseThrow()).endsWith("last,predicted,right");
        assertThat(table.lines().filter(line -> line.contains("\"0.1\"")))
                .singleElement()
                .asString()
                .endsWith("\"1\",\"0\"");
        assertThat(table.lines().filter(line -> line.contains("\"0.2\"")))
                .singleElement()
                .asString()
                .endsWith("\"2\",\"2\"");
    }

    @Test
    void a_prediction_that_nothing_shows_turns_the_gate_red() {
        Exercise.Prediction asked =
                new Exercise.Prediction("What?", List.of(), "F99", false, "Because.");
        Exercise whole = Course.INSTANCE.exercise("0.1");
        Exercise wrong =
                new Exercise(
                        whole.id(),
                        whole.title(),
                        whole.level(),
                        whole.minutes(),
                        whole.needs(),
                        whole.teaches(),
                        whole.uses(),
                        whole.className(),
                        whole.judge(),
                        whole.texts(),
                        List.of(asked),
                        whole.checks(),
                        whole.hints(),
                        whole.code());
        Gate gate = new Gate(new Course(List.of(wrong), Map.of()), new Judge(folder));
        gate.observations(wrong);
        assertThat(gate.complaints()).containsExactly("0.1 observes F99, no probe");
    }
}
