package slipway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of this project's sources. */
public final class Repository {
    private Repository() {}

    /** From system property {@code slipway.root}, or upwards to {@code .mvn}, as in an IDE. */
    public static Path root() {
        String property = System.getProperty("slipway.root");
        if (property != null) {
            return Path.of(property).toAbsolutePath();
        }
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new AssertionError(
                    "no directory with .mvn above " + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
