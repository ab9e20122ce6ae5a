package slipway.lessons;

import java.util.List;
import java.util.Map;

/**
 * One exercise, as its one source file says it; {@link ExerciseReader} has the form.
 *
 * @param id part and number, as in 0.1
 * @param level core or extension
 * @param minutes that it takes most people
 * @param needs exercises that come before it
 * @param teaches ideas that are new here
 * @param uses ideas that must have been taught before
 * @param className the learner's class
 * @param judge the class that checks it, below this package
 * @param texts goal, objectives, out of scope, after
 * @param hints a question, a pointer, a piece of code
 */
public record Exercise(
        String id,
        String title,
        String level,
        int minutes,
        List<String> needs,
        List<String> teaches,
        List<String> uses,
        String className,
        String judge,
        Map<String, String> texts,
        List<Prediction> predictions,
        List<CheckSpec> checks,
        List<String> hints,
        SourceCut code) {
    public Exercise {
        needs = List.copyOf(needs);
        teaches = List.copyOf(teaches);
        uses = List.copyOf(uses);
        texts = Map.copyOf(texts);
        predictions = List.copyOf(predictions);
        checks = List.copyOf(checks);
        hints = List.copyOf(hints);
    }

    /**
     * What a check is about.
     *
     * @param belief the misconception that it catches, as in M46
     * @param says what holds when it passes
     * @param means what it means when it does not
     * @param read where to read about it
     * @param after the check without which this one says nothing; empty for none
     */
    public record CheckSpec(
            String name, String belief, String says, String means, String read, String after) {}

    /**
     * A question to be answered before looking.
     *
     * @param observe the probe that shows on this machine what the right answer says; empty for
     *     none
     */
    public record Prediction(
            String question,
            List<Answer> answers,
            String observe,
            boolean isBrief,
            String afterwards) {
        public Prediction {
            answers = List.copyOf(answers);
        }
    }

    /**
     * One possible answer.
     *
     * @param belief what who gives it believes; empty for the right one
     */
    public record Answer(String key, String text, String belief) {
        boolean isRight() {
            return belief.isEmpty();
        }
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    CheckSpec check(String name) {
        for (CheckSpec check : checks) {
            if (check.name().equals(name)) return check;
        }
        throw new IllegalArgumentException(id + " has no check " + name);
    }

    String checksClass() {
        return "slipway.lessons." + judge;
    }

    String fileName() {
        return className + ".java";
    }

    String text(String section) {
        return texts.getOrDefault(section, "");
    }
}
