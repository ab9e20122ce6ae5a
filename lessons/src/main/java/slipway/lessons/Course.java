package slipway.lessons;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.lessons.desk.Visible;

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
        throw new LearnError("there is no exercise " + id, "./slipway learn list");
    }

    /** What an exercise needs, and what that needs, in the order of the course. */
    List<Exercise> needed(Exercise exercise) {
        Set<String> wanted = new HashSet<>(exercise.needs());
        List<Exercise> found = new ArrayList<>();
        for (int i = exercises.indexOf(exercise) - 1; i >= 0; i--) {
            Exercise earlier = exercises.get(i);
            if (!wanted.contains(earlier.id())) continue;
            wanted.addAll(earlier.needs());
            found.add(0, earlier);
        }
        return found;
    }

    /** What of the kit the learner's code may use in an exercise. */
    Visible visible(Exercise exercise) {
        Set<String> packages = new HashSet<>(Set.of(packageOf(exercise)));
        for (Exercise earlier : needed(exercise)) packages.add(packageOf(earlier));
        return new Visible(packages);
    }

    private static String packageOf(Exercise exercise) {
        String checks = exercise.checksClass();
        return checks.substring(0, checks.lastIndexOf('.'));
    }

    /** The right answers to what an exercise needs. */
    Map<Exercise, String> solutionsBefore(Exercise exercise) {
        Map<Exercise, String> solutions = new LinkedHashMap<>();
        for (Exercise earlier : needed(exercise)) {
            solutions.put(earlier, earlier.code().solution());
        }
        return solutions;
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
            int blank = line.indexOf(' ');
            beliefs.put(line.substring(0, blank), line.substring(blank).strip());
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
