package slipway.jail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The directories that {@code /etc/ld.so.conf} names, with the files that it includes. An effect:
 * it reads them. Wildcards are understood in the last part of an included path, where they are.
 *
 * @see <a href="https://man7.org/linux/man-pages/man8/ldconfig.8.html">ldconfig(8)</a>
 */
final class LoaderConfig {
    private static final int DEEPEST = 8;
    private static final String INCLUDE = "include";

    private final Set<Path> directories = new LinkedHashSet<>();

    private LoaderConfig() {}

    /** In the order in which they are searched; none if there is no such file. */
    static List<Path> directories(Path file) throws IOException {
        LoaderConfig config = new LoaderConfig();
        if (Files.isRegularFile(file)) config.read(file, 0);
        return new ArrayList<>(config.directories);
    }

    private void read(Path file, int depth) throws IOException {
        if (depth > DEEPEST) return; // a file that includes itself; ldconfig stops there, too
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String raw : text.split("\n")) {
            int comment = raw.indexOf('#');
            String line = (comment < 0 ? raw : raw.substring(0, comment)).strip();
            if (line.startsWith(INCLUDE) && isBlank(line, INCLUDE.length())) {
                for (String pattern : line.substring(INCLUDE.length()).strip().split("\\s+")) {
                    include(file, pattern, depth);
                }
            } else if (line.startsWith("/")) {
                directories.add(Path.of(line).normalize());
            }
        }
    }

    private static boolean isBlank(String line, int at) {
        return at < line.length() && Character.isWhitespace(line.charAt(at));
    }

    /** What the pattern matches, sorted by name; a relative one starts at the file's folder. */
    private void include(Path file, String pattern, int depth) throws IOException {
        Path path = file.resolveSibling(pattern);
        Path folder = path.getParent();
        if (folder == null || !Files.isDirectory(folder)) return;
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> matches =
                Files.newDirectoryStream(folder, path.getFileName().toString())) {
            for (Path match : matches) if (Files.isRegularFile(match)) found.add(match);
        }
        for (Path match : found) read(match, depth + 1);
    }
}
