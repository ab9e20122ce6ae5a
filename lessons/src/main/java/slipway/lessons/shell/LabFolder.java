package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import slipway.jail.NotRemoved;
import slipway.jail.TreeRemoval;

/** The folder of one lesson; those that killed sessions left go with the next lesson. An effect. */
final class LabFolder {
    private static final String NAME = "slipway-lesson-";

    private LabFolder() {}

    /** A new one, with the number of this process in its name. */
    static Path make() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        try {
            sweep(parent);
            Path folder =
                    Files.createTempDirectory(parent, NAME + ProcessHandle.current().pid() + "-");
            // Those who become somebody else in a lesson have to get in, too.
            Files.setAttribute(folder, "unix:mode", 0755);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("a folder in " + parent + ": " + e.getMessage(), e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        List<Path> left;
        try (Stream<Path> all = Files.list(parent)) {
            left = all.filter(LabFolder::isOrphan).toList();
        }
        for (Path folder : left) remove(folder);
    }

    private static boolean isOrphan(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.startsWith(NAME) || !Files.isWritable(folder)) return false;
        int end = name.indexOf('-', NAME.length());
        if (end < 0) return false;
        return !Files.exists(Path.of("/proc/" + name.substring(NAME.length(), end)));
    }

    static void remove(Path folder) {
        try {
            if (Files.exists(folder)) TreeRemoval.remove(folder);
        } catch (NotRemoved e) {
            throw new UncheckedIOException("the lesson's folder: " + e.getMessage(), e);
        }
    }
}
