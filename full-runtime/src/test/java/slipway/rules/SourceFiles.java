package slipway.rules;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import slipway.testkit.Repository;

/** What is written by hand in this repository. */
final class SourceFiles {
    private static final Path ROOT = Repository.root();
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private SourceFiles() {}

    static String read(Path file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    static boolean exists(Path file) {
        return Files.exists(ROOT.resolve(file));
    }

    /** As the root pom.xml lists them. */
    static List<Path> modules() throws IOException {
        return matches(MODULE, read(Path.of("pom.xml"))).stream().map(Path::of).toList();
    }

    /** Every Java file, relative to the repository. */
    static List<Path> java() throws IOException {
        return below("src", ".java");
    }

    /** Files below a folder of that name in any module, relative to the repository. */
    private static List<Path> below(String folder, String ending) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path module : modules()) {
            Path start = ROOT.resolve(module).resolve(folder);
            if (Files.isDirectory(start)) collect(start, ending, found);
        }
        return found;
    }

    /** Files directly in a folder, or none where there is no such folder. */
    static List<Path> in(String folder) throws IOException {
        if (!exists(Path.of(folder))) return List.of();
        try (var files = Files.list(ROOT.resolve(folder))) {
            return files.map(ROOT::relativize).sorted().toList();
        }
    }

    /** The first group of every match. */
    static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult match) -> match.group(1)).toList();
    }

    private static void collect(Path start, String ending, List<Path> found) throws IOException {
        Files.walkFileTree(
                start,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (file.toString().endsWith(ending)) found.add(ROOT.relativize(file));
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
