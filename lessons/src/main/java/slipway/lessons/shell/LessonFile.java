package slipway.lessons.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A script with a name such as {@code 10-root.jsh}; its first line is {@code // 10 Title (15
 * minutes)}.
 */
record LessonFile(String number, String title, Path file) {
    private static final Pattern NAME = Pattern.compile("(\\d\\d)-[a-z0-9-]+\\.jsh");
    private static final Pattern FIRST = Pattern.compile("// \\d\\d (.+)");

    /** Those of a folder, by their numbers. */
    static List<LessonFile> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> NAME.matcher(name(file)).matches()).sorted().toList();
        }
        return files.stream().map(LessonFile::of).toList();
    }

    static LessonFile of(Path file) {
        Matcher number = Pattern.compile("(\\d\\d)-.*").matcher(name(file));
        String first;
        try (Stream<String> lines = Files.lines(file)) {
            first = lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        Matcher title = FIRST.matcher(first);
        return new LessonFile(
                number.matches() ? number.group(1) : "--",
                title.matches() ? title.group(1) : name(file),
                file);
    }

    static Optional<LessonFile> find(List<LessonFile> all, String number) {
        return all.stream().filter(each -> each.number().equals(number)).findFirst();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
