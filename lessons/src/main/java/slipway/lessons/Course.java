package slipway.lessons;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All exercises, in the order of the course, and the beliefs that they are there to shake.
 *
 * @param beliefs from M01 on, a sentence each
 */
public record Course(List<Exercise> exercises, Map<String, String> beliefs) {
    /** The one that this version of Slipway has. */
    public static final Course INSTANCE = load();

    public Course {
        exercises = List.copyOf(exercises);
    }

    /**
     * @throws LearnError if there is none
     */
    public Exercise exercise(String id) {
        for (Exercise exercise : exercises) {
            if (exercise.id().equals(id)) return exercise;
        }
        throw new LearnError("there is no exercise " + id, "slipway learn list");
    }

    String belief(String id) {
        return beliefs.getOrDefault(id, "");
    }

    private static Course load() {
        List<Exercise> exercises = new ArrayList<>();
        for (String name : lines("course.txt")) {
            try {
                exercises.add(ExerciseReader.read(lines(name)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
            }
        }
        Map<String, String> beliefs = new LinkedHashMap<>();
        for (String line : lines("beliefs.txt")) {
            beliefs.put(line.substring(0, 3), line.substring(4).strip());
        }
        return new Course(exercises, beliefs);
    }

    private static List<String> lines(String name) {
        try (InputStream stream = Course.class.getResourceAsStream(name)) {
            if (stream == null) throw new IllegalStateException(name + " is missing");
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
