package slipway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where outside programs are. */
public final class Programs {
    private Programs() {}

    /**
     * The program of this name on the PATH, or in /usr/sbin or /sbin, which the PATH of an ordinary
     * user lacks on Debian though the user may run what is there.
     */
    public static Optional<Path> find(String name) {
        List<String> directories = new ArrayList<>();
        String path = System.getenv("PATH");
        if (path != null) {
            directories.addAll(List.of(path.split(":")));
        }
        directories.add("/usr/sbin");
        directories.add("/sbin");
        for (String directory : directories) {
            Path program = Path.of(directory.isEmpty() ? "." : directory, name);
            if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
