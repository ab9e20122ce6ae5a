package slipway.lessons.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** {@code slipway lesson …}. The command line finds it by name. */
public final class LessonCommand {
    private static final String USAGE =
            """
            Usage: slipway lesson [NUMBER] [--unattended]

              (none)         which lessons there are
              NUMBER         take one: it tells, asks, and shows real system calls
              --unattended   ask nobody; for checking the lessons themselves

            A lesson changes nothing on this machine. Exit status: 0 if all that it says
            was seen, 1 if not.
            """;

    private final Path folder;
    private final PrintStream out;

    LessonCommand(Path folder, PrintStream out) {
        this.folder = folder;
        this.out = out;
    }

    /**
     * Does what the words after {@code lesson} say.
     *
     * @return the exit status
     */
    public static int run(String[] words) {
        Path home = Path.of(System.getProperty("slipway.home", "."));
        return new LessonCommand(home.resolve("lessons"), System.out)
                .command(List.of(words), System.in);
    }

    int command(List<String> words, InputStream in) {
        List<String> rest = new ArrayList<>(words);
        boolean unattended = rest.remove("--unattended");
        if (rest.contains("--help") || rest.size() > 1) {
            out.print(USAGE);
            return rest.contains("--help") ? 0 : 1;
        }
        try {
            List<LessonFile> all = LessonFile.in(folder);
            if (rest.isEmpty()) return list(all);
            String number = rest.get(0);
            LessonFile lesson =
                    LessonFile.find(all, number).orElseThrow(() -> unknown(number, all));
            return take(lesson.file(), unattended ? InputStream.nullInputStream() : in);
        } catch (IOException e) {
            throw new UncheckedIOException("the lessons in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static LessonError unknown(String number, List<LessonFile> all) {
        String known = all.stream().map(LessonFile::number).collect(Collectors.joining(", "));
        return new LessonError(
                "there is no lesson " + number + ", only " + known, "slipway lesson");
    }

    private int list(List<LessonFile> all) {
        for (LessonFile each : all) out.println("  " + each.number() + "  " + each.title());
        out.println("\nTake one: slipway lesson " + all.get(0).number());
        return 0;
    }

    /** Takes the lesson of a file. */
    int take(Path file, InputStream in) throws IOException {
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            throw new LessonError(
                    "this Java has no JShell: " + System.getProperty("java.home"),
                    "SLIPWAY_JAVA=/path/of/a/JDK slipway lesson");
        }
        String script = Files.readString(file);
        try (Session session = new Session(in, out)) {
            int seen = session.run(script);
            if (seen > 0) return 0;
            out.println("\nThis lesson expects nothing, so nobody would notice if it was wrong.");
        } catch (LessonStopped e) {
            out.println("\nThe lesson " + file.getFileName() + " stopped at " + e.getMessage());
        }
        return 1;
    }
}
