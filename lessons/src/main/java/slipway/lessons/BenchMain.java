package slipway.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import slipway.lessons.desk.Desk;
import slipway.lessons.desk.Visible;
import slipway.plan.launch.Launcher;

/**
 * The process that checks: {@code BenchMain ID SCRATCH CLASSES LEFT TELL}, the last but one the
 * name of a check that is left out, or empty, the last empty if nothing is to be told. It starts
 * another one for the learner's class.
 */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] words) throws IOException {
        Exercise exercise = Course.INSTANCE.exercise(words[0]);
        Path scratch = Path.of(words[1]);
        Path classes = Path.of(words[2]);
        Visible visible = Course.INSTANCE.visible(exercise);
        try (Report report = Report.open();
                Launcher launcher = new Launcher();
                Desk desk = Desk.start(launcher, classes, exercise.className(), visible)) {
            Optional<Told> told = Optional.empty();
            if (!words[4].isEmpty()) told = Optional.of(new Told(System.out, scratch));
            checks(exercise)
                    .run(
                            new Bench(
                                    exercise, scratch, classes, report, launcher, desk, words[3],
                                    told));
            report.end();
        }
        Runtime.getRuntime().halt(0); // also when a check has left a thread running
    }

    private static Checks checks(Exercise exercise) {
        try {
            Class<?> type = Class.forName(exercise.checksClass());
            return (Checks) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(exercise.id() + " has no checks", e);
        }
    }
}
