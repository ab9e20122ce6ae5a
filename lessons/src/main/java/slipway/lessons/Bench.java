package slipway.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import slipway.lessons.desk.Desk;
import slipway.lessons.desk.LearnerEnded;
import slipway.lessons.desk.LearnerThrew;
import slipway.lessons.desk.NotAValue;
import slipway.linux.ForPeople;
import slipway.plan.launch.Launcher;

/**
 * Where the checks of one exercise meet the learner's class, which is in another process. Writes
 * down each finding at once. An effect.
 */
public final class Bench implements Stage {
    /** So begins what is said of a part that the learner has not begun. */
    static final String NOT_WRITTEN = "This part is not written yet: ";

    private final Exercise exercise;
    private final Path scratch;
    private final Path classes;
    private final Report report;
    private final Launcher launcher;
    private final Desk desk;
    private final String left;
    private final Optional<Told> told;
    private final Set<String> failed = new HashSet<>();

    Bench(
            Exercise exercise,
            Path scratch,
            Path classes,
            Report report,
            Launcher launcher,
            Desk desk,
            String left,
            Optional<Told> told) {
        this.exercise = exercise;
        this.scratch = scratch;
        this.classes = classes;
        this.report = report;
        this.launcher = launcher;
        this.desk = desk;
        this.left = left;
        this.told = told;
    }

    /** What a check does; it ends normally when all is well. */
    public interface Body {
        void run() throws Exception;
    }

    /** An empty folder for the checks. */
    @Override
    public Path scratch() {
        return scratch;
    }

    @Override
    public Launcher launcher() {
        return launcher;
    }

    /** Where the learner's class files are, for a check that starts another process with them. */
    public Path learnerClasses() {
        return classes;
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
            String seen = String.valueOf(e.getMessage());
            return new Finding(name, Outcome.NOT_YET, seen, e.meaning());
        } catch (CannotJudge e) {
            return new Finding(name, Outcome.CANNOT_JUDGE, String.valueOf(e.getMessage()));
        } catch (NotYetWritten e) {
            return new Finding(name, Outcome.NOT_YET, NOT_WRITTEN + e.getMessage());
        } catch (NotAValue e) {
            return unusable(name, String.valueOf(e.getMessage()));
        } catch (LearnerThrew e) {
            return unusable(name, e.isNotYetWritten() ? NOT_WRITTEN + e.getMessage() : e.shown());
        } catch (LearnerEnded e) {
            String how = desk.ended();
            String end = how.isEmpty() ? "does not answer any more" : "has ended: " + how;
            return unusable(name, "The process with your code " + end + ".");
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            String seen = broken(e);
            // What the kernel refused may well show a belief; what nobody thought of does not.
            return e instanceof ForPeople
                    ? new Finding(name, Outcome.NOT_YET, seen)
                    : unusable(name, seen);
        }
    }

    private static Finding unusable(String name, String seen) {
        return new Finding(name, Outcome.NOT_YET, seen, Optional.of(Meaning.NONE));
    }

    /**
     * A check that found it could not judge has said so; what else is thrown comes of an answer
     * that nobody thought of. It must not count as right, whoever is to blame.
     */
    private static String broken(Throwable thrown) {
        if (thrown instanceof ForPeople) return "The kit did as you say: " + thrown.getMessage();
        String at = thrown.getStackTrace().length == 0 ? "" : " at " + thrown.getStackTrace()[0];
        return "The check broke on your answer, as on none before: " + thrown + at;
    }

    /** A new object of the learner's class; its methods are called in another process. */
    public <T> T learner(Class<T> type) throws Exception {
        T object = desk.learner(type, exercise.className());
        return told.isPresent() ? told.get().of(type, object) : object;
    }

    /** The process with the learner's class, to be looked at from outside. */
    public int learnerPid() {
        return desk.pid();
    }

    private void write(Finding finding) {
        try {
            // The folder is gone when this is read, and its name would fill a line.
            String observed = finding.observed().replace(scratch.toString(), "SCRATCH");
            report.append(
                    new Finding(finding.check(), finding.outcome(), observed, finding.meaning()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A file in the scratch folder with this text. */
    public Path file(String name, String text) throws IOException {
        return Files.writeString(scratch.resolve(name), text);
    }
}
