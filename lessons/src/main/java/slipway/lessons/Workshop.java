package slipway.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The learner's own folder: a file for each exercise begun, and the story of the work. Slipway adds
 * files here and never changes one that is there, except when asked to reset it; then the old one
 * is kept under another name. An effect.
 */
final class Workshop {
    private final Path folder;

    private Workshop(Path folder) {
        this.folder = folder;
    }

    /** {@code $SLIPWAY_LESSONS}, else {@code slipway-lessons} in the home folder. */
    static Workshop open() throws IOException {
        String chosen = System.getenv("SLIPWAY_LESSONS");
        String home = System.getProperty("user.home", ".");
        return at(
                chosen == null || chosen.isEmpty()
                        ? Path.of(home, "slipway-lessons")
                        : Path.of(chosen));
    }

    static Workshop at(Path folder) throws IOException {
        return new Workshop(Files.createDirectories(folder.toAbsolutePath()));
    }

    Path folder() {
        return folder;
    }

    /** For checks: nothing in there is the learner's. */
    Path room() {
        return folder.resolve(".checks");
    }

    Progress progress() {
        return new Progress(folder.resolve("progress.jsonl"));
    }

    Path file(Exercise exercise) {
        return folder.resolve(exercise.fileName());
    }

    /** What the learner has written for those of the exercises that have been begun. */
    Map<Exercise, String> written(List<Exercise> exercises) throws IOException {
        Map<Exercise, String> sources = new LinkedHashMap<>();
        for (Exercise exercise : exercises) {
            Path file = file(exercise);
            if (Files.exists(file)) sources.put(exercise, Files.readString(file));
        }
        return sources;
    }

    /** The learner's file, which is the stub when there was none. */
    Path begin(Exercise exercise) throws IOException {
        Path file = file(exercise);
        if (!Files.exists(file)) write(file, exercise.code().stub());
        return file;
    }

    /**
     * Puts the stub in the place of what the learner wrote.
     *
     * @return where that is kept
     */
    Path reset(Exercise exercise) throws IOException {
        Path file = begin(exercise);
        int number = 1;
        Path kept = file.resolveSibling(file.getFileName() + ".before-reset-1");
        while (Files.exists(kept)) {
            kept = file.resolveSibling(file.getFileName() + ".before-reset-" + ++number);
        }
        Files.copy(file, kept); // a copy: killed here, the file is still there
        write(file, exercise.code().stub());
        return kept;
    }

    private static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, text);
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the learner has changed: lines taken away begin with -, lines added with +. */
    List<String> diff(Exercise exercise) throws IOException {
        List<String> before = exercise.code().stub().lines().toList();
        List<String> now = Files.readAllLines(begin(exercise));
        int[][] common = new int[before.size() + 1][now.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] =
                        before.get(i).equals(now.get(j))
                                ? 1 + common[i + 1][j + 1]
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < now.size()) {
            if (i < before.size() && j < now.size() && before.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size()
                    || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + before.get(i++));
            } else {
                lines.add("+" + now.get(j++));
            }
        }
        return lines;
    }
}
