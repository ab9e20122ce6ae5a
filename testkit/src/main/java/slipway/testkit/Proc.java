package slipway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what may vanish at any moment, as processes and descriptors do. What is gone, or belongs to
 * someone else, is empty: for taking stock that is an answer, not a failure.
 */
final class Proc {
    private Proc() {}

    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** The entries whose names are numbers. */
    static List<Path> numbers(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[0-9]*")) {
            for (Path entry : entries) {
                found.add(entry);
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }
}
