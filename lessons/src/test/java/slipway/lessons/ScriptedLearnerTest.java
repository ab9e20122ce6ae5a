package slipway.lessons;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Somebody who learns, before a terminal: what is typed, what is saved, and what is seen then. */
@NothingLeaks
@NeedsProgram(
        value = {"tmux", "stty"},
        debian = {"tmux", "coreutils"})
class ScriptedLearnerTest {
    private final Course course = Course.INSTANCE;
    @TempDir private Path terminal;
    @TempDir private Path lessons;

    private Path file(Exercise exercise) {
        return lessons.resolve(exercise.fileName());
    }

    /** As some editors do: into the file that is there. */
    private void saveInPlace(Exercise exercise, String text) throws Exception {
        Files.writeString(file(exercise), text);
    }

    /** As others do: the old file is moved away, a new one is written and takes its name. */
    private void saveByRename(Exercise exercise, String text) throws Exception {
        Path file = file(exercise);
        Path fresh = Files.writeString(lessons.resolve("4913"), text);
        Path backup = file.resolveSibling(file.getFileName() + "~");
        Files.move(file, backup, StandardCopyOption.REPLACE_EXISTING);
        Thread.sleep(400); // so that the loop sees that there is none
        Files.move(fresh, file);
        Files.delete(backup);
    }

    @Test
    void a_learner_goes_through_the_course_from_the_first_exercise_to_the_last() throws Exception {
        try (Terminal seen = new Terminal(terminal, lessons, "xterm")) {
            List<Exercise> all = course.exercises();
            for (Exercise exercise : all) {
                seen.await(exercise.id() + " " + exercise.title() + " (");
                seen.await(exercise.id() + " " + exercise.title() + ": not yet");
                seen.await("to do");
                if (exercise.equals(all.get(0))) looksAround(seen, exercise);
                guesses(seen, exercise);
                errs(seen, exercise);
                succeeds(seen, exercise);
                seen.type("n");
            }
            seen.await("That was the last one. Well done.");
            seen.type("q");
            seen.await("status=0.");
            seen.type("");
            assertThat(seen.modes("after")).isEqualTo(seen.modes("before"));
        }
        for (Exercise exercise : course.exercises()) {
            assertThat(file(exercise)).hasContent(exercise.code().solution());
        }
        assertThat(lessons.resolve(".checks")).isEmptyDirectory();
    }

    private void looksAround(Terminal seen, Exercise exercise) throws Exception {
        seen.type("n");
        seen.await("First this one: " + exercise.id());
        seen.type("l");
        for (Exercise each : course.exercises()) seen.await(each.id() + "  " + each.title());
        seen.type("h");
        seen.await("Hint 1 of 3");
        seen.type("h");
        seen.await("Hint 2 of 3");
        seen.type("what?");
        seen.await("(then Enter)");
        saveInPlace(exercise, "public class " + exercise.className() + " {\n  int x\n}\n");
        seen.await("It does not compile yet");
        seen.await(exercise.fileName() + ", line 2: ';' expected");
        seen.type("d");
        seen.await("+  int x");
        seen.type("reset");
        seen.await("Begun again. What you wrote is in");
        assertThat(file(exercise)).hasContent(exercise.code().stub());
        assertThat(lessons.resolve(exercise.fileName() + ".before-reset-1"))
                .content()
                .contains("int x");
    }

    private static void guesses(Terminal seen, Exercise exercise) throws Exception {
        List<Exercise.Answer> answers = exercise.predictions().get(0).answers();
        seen.type("p");
        for (Exercise.Answer answer : answers) seen.await(answer.key() + ") ");
        for (Exercise.Answer answer : answers) {
            if (answer.isRight()) continue;
            seen.type("p " + answer.key());
            seen.await("Belief: " + answer.belief());
        }
        for (Exercise.Answer answer : answers) {
            if (!answer.isRight()) continue;
            seen.type("p " + answer.key());
            seen.await("So it is.");
        }
    }

    /** The first mistake of the exercise: one screen shows all that is said of it. */
    private void errs(Terminal seen, Exercise exercise) throws Exception {
        SourceCut.Mutant mutant = exercise.code().mutants().get(0);
        seen.look();
        saveInPlace(exercise, exercise.code().mutant(mutant));
        seen.await("q quit]");
        assertThat(seen.screen())
                .contains(exercise.id() + " ", ": not yet", "seen ", "means ", "read ")
                .contains(mutant.belief() + " \"", "Save the file to go on.")
                .doesNotContain("Exception");
    }

    private void succeeds(Terminal seen, Exercise exercise) throws Exception {
        seen.look();
        saveByRename(exercise, exercise.code().solution());
        seen.await("Passed: n and Enter for the next.");
        seen.type("r");
        seen.await(exercise.id().startsWith("0.") ? ") gives" : "");
    }

    @Test
    void in_a_dumb_terminal_nothing_but_text_is_written() throws Exception {
        try (Terminal seen = new Terminal(terminal, lessons, "dumb")) {
            seen.await("q quit]");
            seen.type("h");
            seen.await("Hint 1 of 3");
            seen.type("q");
            seen.await("status=0.");
            assertThat(seen.bytes()).doesNotContain("\u001b");
        }
    }

    @Test
    void keys_may_come_from_a_pipe_and_its_end_ends_the_loop() throws Exception {
        Run run = Run.program(Installed.script(), "learn");
        Installed.environment(lessons).forEach(run::environment);
        Run.Result result =
                run.stdin("h\nl\nnonsense\n".getBytes(StandardCharsets.UTF_8)).result().succeeded();
        assertThat(result.stdout())
                .contains("Hint 1 of 3", "begun", "(then Enter)")
                .doesNotContain("\u001b");
        try (Stream<Path> left = Files.list(lessons.resolve(".checks"))) {
            assertThat(left).isEmpty();
        }
    }
}
