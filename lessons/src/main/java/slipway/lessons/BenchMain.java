package slipway.lessons;

import java.io.IOException;
import java.nio.file.Path;
import slipway.plan.launch.Launcher;

/**
 * The process in which a learner's class is checked: {@code BenchMain ID SCRATCH REPORT LEFT}, the
 * last the name of a check that is left out, or empty.
 */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] words) throws IOException {
        Exercise exercise = Course.INSTANCE.exercise(words[0]);
        Path report = Path.of(words[2]);
        try (Launcher launcher = new Launcher()) {
            Bench bench = new Bench(exercise, Path.of(words[1]), report, launcher, words[3]);
            checks(exercise).run(bench);
        }
        Report.end(report);
        Runtime.getRuntime().halt(0); // also when the learner's code has left a thread running
    }

    private static Checks checks(Exercise exercise) {
        try {
            Class<?> type = Class.forName("slipway.lessons." + exercise.judge());
            return (Checks) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(exercise.id() + " has no checks", e);
        }
    }
}
