package slipway.lessons;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import slipway.lessons.probe.Observation;
import slipway.lessons.probe.Probe;
import slipway.lessons.probe.Probes;
import slipway.lessons.probe.Result;

/**
 * Asks what somebody expects, shows what happens on this machine, and only then says which answer
 * was right, and why. An effect.
 */
final class Predictions {
    private static final String UNKNOWN = "unknown";

    private final Course course;
    private final Screen screen;
    private final Progress progress;
    private final PrintStream out;

    Predictions(Course course, Screen screen, Progress progress, PrintStream out) {
        this.course = course;
        this.screen = screen;
        this.progress = progress;
        this.out = out;
    }

    /**
     * @param words as in {@code 2 b}: the number of a prediction, else the first that was not
     *     answered right; and an answer, else the question is asked
     * @param inLoop whether a letter alone is taken for the answer
     */
    void predict(Exercise exercise, String words, boolean inLoop) throws IOException {
        int many = exercise.predictions().size();
        if (many == 0) {
            throw new LearnError(exercise.id() + " asks for no prediction", "./slipway learn list");
        }
        String[] all = words.strip().split(" +", 2);
        boolean numbered = all[0].matches("[0-9]{1,3}");
        int number = numbered ? Integer.parseInt(all[0]) : next(exercise);
        String key = numbered ? (all.length > 1 ? all[1] : "") : words.strip();
        if (number < 1 || number > many) {
            throw new LearnError(
                    exercise.id() + " has predictions 1 to " + many,
                    "./slipway learn predict " + exercise.id());
        }
        if (key.isEmpty()) ask(exercise, number, inLoop);
        else answer(exercise, number, key);
    }

    /** When all have been answered right, the last. */
    private int next(Exercise exercise) throws IOException {
        int many = exercise.predictions().size();
        for (int number = 1; number < many; number++) {
            if (!hasBeenRight(exercise, number)) return number;
        }
        return many;
    }

    private boolean hasBeenRight(Exercise exercise, int number) throws IOException {
        for (Progress.Event event : progress.events()) {
            boolean ours =
                    event.exercise().equals(exercise.id()) && event.what().equals("predicted");
            if (ours && event.result().startsWith(number + " ") && event.belief().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void ask(Exercise exercise, int number, boolean inLoop) {
        int many = exercise.predictions().size();
        if (many > 1) out.println("Prediction " + number + " of " + many + ":");
        out.print(screen.question(exercise.predictions().get(number - 1)));
        String which = many > 1 ? exercise.id() + " " + number : exercise.id();
        if (inLoop) out.println("Answer: the letter and Enter.");
        else out.println("Answer: ./slipway learn predict " + which + " LETTER");
    }

    private void answer(Exercise exercise, int number, String key) throws IOException {
        Exercise.Prediction asked = exercise.predictions().get(number - 1);
        for (Exercise.Answer answer : asked.answers()) {
            if (!answer.key().equals(key)) continue;
            Optional<Observation> seen = Probes.find(asked.observe()).map(Probe::run);
            if (seen.isPresent()) show(exercise, asked, seen.get());
            String score = score(answer, seen);
            String belief = score.equals(Calibration.WRONG) ? answer.belief() : "";
            progress.add(exercise, "predicted", number + " " + key + " " + score, belief);
            judge(answer, score);
            out.println(asked.afterwards());
            int next = next(exercise);
            if (next > number) out.println("There is one more: prediction " + next + ".");
            if (next < number) out.println("Still to be answered right: prediction " + next + ".");
            return;
        }
        throw new LearnError(
                "there is no answer " + key, "./slipway learn predict " + exercise.id());
    }

    /** What the exercise asks for is not shown before somebody has found it. */
    private void show(Exercise exercise, Exercise.Prediction asked, Observation seen)
            throws IOException {
        boolean isBrief =
                asked.isBrief() && seen.result() == Result.HOLDS && !progress.hasPassed(exercise);
        out.println("Tried on this machine, just now:\n");
        out.println(isBrief ? seen.inBrief().print() : seen.print());
        if (isBrief) {
            String again = "./slipway learn probe " + seen.id();
            out.println("What lies between is for you to find; afterwards: " + again + "\n");
        }
    }

    /** Where the claim does not hold, what the course has for right may be wrong. */
    private static String score(Exercise.Answer answer, Optional<Observation> seen) {
        boolean otherwise = seen.isPresent() && seen.get().result() == Result.DOES_NOT_HOLD;
        if (otherwise) return UNKNOWN;
        return answer.isRight() ? Calibration.RIGHT : Calibration.WRONG;
    }

    private void judge(Exercise.Answer answer, String score) {
        if (score.equals(UNKNOWN)) {
            out.println("This machine does otherwise than the course says: not counted.");
        } else if (answer.isRight()) {
            out.println("So it is.");
        } else {
            out.println("It is not so.");
            out.println("Belief: " + answer.belief() + " " + course.belief(answer.belief()));
        }
    }
}
