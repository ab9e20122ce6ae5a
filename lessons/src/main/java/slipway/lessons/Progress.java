package slipway.lessons;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The story of a learner's work: a line of JSON for each thing done, only ever added to. A line
 * that was cut off by a kill is passed over. An effect.
 */
final class Progress {
    private final Path file;

    Progress(Path file) {
        this.file = file;
    }

    /**
     * One thing done.
     *
     * @param what checked, hint, predicted, reset, solution
     * @param result of a check its outcome, of a hint its level, of a prediction its number, the
     *     answer's key, and right, wrong or unknown, with blanks between
     * @param belief the misconception met, or empty
     */
    record Event(String at, String exercise, String what, String result, String belief) {}

    void add(Exercise exercise, String what, String result, String belief) throws IOException {
        JsonObject line = new JsonObject();
        line.addProperty("at", Instant.now().toString());
        line.addProperty("exercise", exercise.id());
        line.addProperty("what", what);
        line.addProperty("result", result);
        line.addProperty("belief", belief);
        String text = line + "\n";
        if (Files.exists(file) && !Files.readString(file).endsWith("\n") && Files.size(file) > 0) {
            text = "\n" + text; // after a line that was cut off
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    List<Event> events() throws IOException {
        List<Event> events = new ArrayList<>();
        if (!Files.exists(file)) return events;
        for (String line : Files.readAllLines(file)) {
            try {
                JsonObject object = JsonParser.parseString(line).getAsJsonObject();
                events.add(
                        new Event(
                                object.get("at").getAsString(),
                                object.get("exercise").getAsString(),
                                object.get("what").getAsString(),
                                object.get("result").getAsString(),
                                object.get("belief").getAsString()));
            } catch (JsonParseException | IllegalStateException | NullPointerException e) {
                continue; // half a line, of a learn that was killed while it wrote
            }
        }
        return events;
    }

    boolean hasPassed(Exercise exercise) throws IOException {
        for (Event event : events()) {
            if (isOf(event, exercise, "checked") && event.result().equals("passed")) return true;
        }
        return false;
    }

    /** Passed, or tried on a machine that could not judge it: that is no reason to stop there. */
    boolean isDone(Exercise exercise) throws IOException {
        for (Event event : events()) {
            boolean unknown = event.result().equals(Outcome.CANNOT_JUDGE.toString());
            if (isOf(event, exercise, "checked") && unknown) return true;
        }
        return hasPassed(exercise);
    }

    /** How often something was done in an exercise. */
    int count(Exercise exercise, String what) throws IOException {
        int count = 0;
        for (Event event : events()) {
            if (isOf(event, exercise, what)) count++;
        }
        return count;
    }

    private static boolean isOf(Event event, Exercise exercise, String what) {
        return event.exercise().equals(exercise.id()) && event.what().equals(what);
    }
}
