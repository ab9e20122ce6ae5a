package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import slipway.linux.ProcStatus;

/** Which processes have a certain parent: for that all have to be asked. */
final class Children {
    private Children() {}

    /** Name and state of each, such as {@code sleep S}. */
    static List<String> of(int parent) {
        List<Path> all;
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            all = entries.filter(each -> each.getFileName().toString().matches("\\d+")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("/proc: " + e.getMessage(), e);
        }
        List<String> children = new ArrayList<>();
        for (Path each : all) {
            try {
                int pid = Integer.parseInt(each.getFileName().toString());
                ProcStatus status = ProcStatus.ofPid(pid);
                if (status.parent() == parent) children.add(status.name() + " " + status.state());
            } catch (IOException e) {
                continue; // it has ended since the folder was listed
            }
        }
        return children;
    }
}
