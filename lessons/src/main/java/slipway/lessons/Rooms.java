package slipway.lessons;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for one check each, named after the process that checks, so that those of a killed one
 * are known and go with the next check. An effect.
 */
final class Rooms {
    private Rooms() {}

    static Path fresh(Path parent) {
        return parent.resolve(ProcessHandle.current().pid() + "-" + Ledger.mark());
    }

    /** Removes what processes left that are no more. */
    static void sweep(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.list(parent)) {
            folders = all.toList();
        }
        for (Path folder : folders) {
            String name = folder.getFileName().toString();
            String pid = name.substring(0, Math.max(0, name.indexOf('-')));
            if (!pid.isEmpty() && !Files.exists(Path.of("/proc/" + pid))) remove(folder);
        }
    }

    /** Removes a tree; never follows a link out of it. */
    static void remove(Path tree) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(tree)) {
            files = new ArrayList<>(all.toList());
        }
        Collections.reverse(files);
        for (Path file : files) Files.deleteIfExists(file);
    }
}
