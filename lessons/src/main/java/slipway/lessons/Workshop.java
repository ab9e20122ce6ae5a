package slipway.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            Optional<String> source = source(exercise);
            if (source.isPresent()) sources.put(exercise, source.get());
        }
        return sources;
    }

    /** Empty when there is no file, also for the moment in which an editor replaces it. */
    Optional<String> source(Exercise exercise) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file(exercise));
            return Optional.of(new String(bytes, StandardCharsets.UTF_8)); // whatever is in it
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The learner's file, which is the stub when there was none. */
    Path begin(Exercise exercise) throws IOException {
        Path file = file(exercise);
        if (Files.exists(file)) return file;
        Path draft = draft(exercise.code().stub());
        try {
            // Never in the place of one that an editor has made meanwhile, as a move could.
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            return file;
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(draft, file); // no links on this file system
        } finally {
            Files.delete(draft);
        }
        return file;
    }

    /**
     * Puts the stub in the place of what the learner wrote.
     *
     * @return where that is kept
     */
    Path reset(Exercise exercise) throws IOException {
        Path file = begin(exercise);
        Path draft = draft(exercise.code().stub());
        Path kept = keep(file);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        return kept;
    }

    /** A second name for what is there: killed at any moment, it has one of them or both. */
    private static Path keep(Path file) throws IOException {
        for (int number = 1; ; number++) {
            Path kept = file.resolveSibling(file.getFileName() + ".before-reset-" + number);
            try {
                return Files.createLink(kept, file);
            } catch (FileAlreadyExistsException e) {
                continue;
            } catch (UnsupportedOperationException | FileSystemException e) {
                return Files.copy(file, kept);
            }
        }
    }

    /** In the room for checks, where what a killed learn has left is swept. */
    private Path draft(String text) throws IOException {
        return Files.writeString(Rooms.fresh(Files.createDirectories(room())), text);
    }

    /** What the learner has changed: lines taken away begin with -, lines added with +. */
    List<String> diff(Exercise exercise) throws IOException {
        List<String> before = exercise.code().stub().lines().toList();
        List<String> now = source(exercise).orElse("").lines().toList();
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
