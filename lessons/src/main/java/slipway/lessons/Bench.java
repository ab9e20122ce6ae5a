package slipway.lessons;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import slipway.plan.launch.Launcher;

/**
 * Where the checks of one exercise meet the learner's class. Lives in a process of its own, beside
 * the learner's code, and writes down each finding at once. An effect.
 */
public final class Bench {
    /** So begins what is said of a part that the learner has not begun. */
    static final String NOT_WRITTEN = "This part is not written yet: ";

    private final Exercise exercise;
    private final Path scratch;
    private final Path report;
    private final Launcher launcher;
    private final String left;
    private final Set<String> failed = new HashSet<>();

    Bench(Exercise exercise, Path scratch, Path report, Launcher launcher, String left) {
        this.exercise = exercise;
        this.scratch = scratch;
        this.report = report;
        this.launcher = launcher;
        this.left = left;
    }

    /** What a check does; it ends normally when all is well. */
    public interface Body {
        void run() throws Exception;
    }

    /** An empty folder for the checks. */
    public Path scratch() {
        return scratch;
    }

    /** Starts what the learner describes. */
    public Launcher launcher() {
        return launcher;
    }

    /** Makes one check, and writes down what it found. */
    public void check(String name, Body body) {
        if (name.equals(left)) return;
        Exercise.CheckSpec spec = exercise.check(name);
        if (failed.contains(spec.after())) {
            failed.add(name);
            write(new Finding(name, Outcome.BLOCKED, spec.after()));
            return;
        }
        Finding finding = find(name, body);
        if (finding.outcome() != Outcome.PASSED) failed.add(name);
        write(finding);
    }

    private Finding find(String name, Body body) {
        try {
            body.run();
            return new Finding(name, Outcome.PASSED, "");
        } catch (NotYet e) {
            return new Finding(name, Outcome.NOT_YET, String.valueOf(e.getMessage()));
        } catch (CannotJudge e) {
            return new Finding(name, Outcome.CANNOT_JUDGE, String.valueOf(e.getMessage()));
        } catch (NotYetWritten e) {
            return new Finding(name, Outcome.NOT_YET, NOT_WRITTEN + e.getMessage());
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            return thrown(name, e);
        }
    }

    /** Thrown by the learner's code, or by ours: the learner is not to blame for the second. */
    private Finding thrown(String name, Throwable thrown) {
        for (StackTraceElement frame : thrown.getStackTrace()) {
            if (frame.getClassName().split("\\$")[0].equals(exercise.className())) {
                String at = frame.getFileName() + ", line " + frame.getLineNumber();
                return new Finding(
                        name, Outcome.NOT_YET, "Your code threw " + thrown + " (" + at + ").");
            }
        }
        String at = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
        return new Finding(name, Outcome.CANNOT_JUDGE, "the check itself failed: " + thrown + at);
    }

    /** A new object of the learner's class. */
    public <T> T learner(Class<T> type) throws Exception {
        try {
            Object object =
                    Class.forName(exercise.className()).getDeclaredConstructor().newInstance();
            if (type.isInstance(object)) return type.cast(object);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw e;
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new NotYet(
                    "There is no public class "
                            + exercise.className()
                            + " with a constructor without parameters in "
                            + exercise.fileName()
                            + ".");
        }
        throw new NotYet(
                "The class "
                        + exercise.className()
                        + " does not implement "
                        + type.getSimpleName()
                        + ", by which it is called.");
    }

    private void write(Finding finding) {
        try {
            // The folder is gone when this is read, and its name would fill a line.
            String observed = finding.observed().replace(scratch.toString(), "SCRATCH");
            Report.append(report, new Finding(finding.check(), finding.outcome(), observed));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A file in the scratch folder with this text. */
    public Path file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text);
    }
}
