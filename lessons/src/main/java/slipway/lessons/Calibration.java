package slipway.lessons;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How well somebody knows what they know: predictions that were right at the first answer. A second
 * one, after the explanation, says nothing.
 */
record Calibration(List<First> firsts, Course course) {
    static final String RIGHT = "right";
    static final String WRONG = "wrong";

    Calibration {
        firsts = List.copyOf(firsts);
    }

    /** The first answer to one prediction. */
    private record First(String exercise, boolean right) {}

    static Calibration of(Progress progress, Course course) throws IOException {
        List<First> firsts = new ArrayList<>();
        Set<String> answered = new HashSet<>();
        for (Progress.Event event : progress.events()) {
            if (!event.what().equals("predicted")) continue;
            String[] words = event.result().split(" ");
            if (words.length != 3 || !answered.add(event.exercise() + " " + words[0])) continue;
            if (words[2].equals(RIGHT) || words[2].equals(WRONG)) {
                firsts.add(new First(event.exercise(), words[2].equals(RIGHT)));
            }
        }
        return new Calibration(firsts, course);
    }

    /** Predictions of this exercise, or of a part as in {@code 0.}, that have been answered. */
    int asked(String exercise) {
        return count(exercise, false);
    }

    int right(String exercise) {
        return count(exercise, true);
    }

    private int count(String exercise, boolean onlyRight) {
        int count = 0;
        for (First first : firsts) {
            boolean meant =
                    exercise.endsWith(".")
                            ? first.exercise().startsWith(exercise)
                            : first.exercise().equals(exercise);
            if (meant && (first.right() || !onlyRight)) count++;
        }
        return count;
    }

    /** A line for each part in which something was predicted. */
    String byPart() {
        Set<String> parts = new LinkedHashSet<>();
        for (Exercise exercise : course.exercises()) parts.add(exercise.id().split("\\.")[0]);
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            int asked = asked(part + ".");
            if (asked == 0) continue;
            text.append("  Part ").append(part).append(": ").append(right(part + "."));
            text.append(" of ").append(asked).append(" predictions right at the first answer\n");
        }
        return text.toString();
    }
}
