package slipway.book;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.lessons.Course;
import slipway.lessons.Exercise;

/** Builds the book: the one argument is the top of the repository. */
final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Path repository = Path.of(arguments[0]).toAbsolutePath();
        BookFiles files = new BookFiles(repository);
        long start = System.nanoTime();
        Book book = new Book(files, material(files));
        Path folder = files.target().resolve("book");
        List<Problem> problems = book.write();
        if (problems.isEmpty()) problems = book.render(folder);
        if (!problems.isEmpty()) {
            System.err.println("The book is not right, problems: " + problems.size());
            for (Problem problem : problems) System.err.println(problem);
            System.exit(1);
        }
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        System.out.println("book: " + book.summary() + "; " + seconds + " s");
        System.out.println("book: " + folder.resolve("index.html") + " and slipway.pdf beside it");
    }

    private static Book.Material material(BookFiles files) {
        Map<String, Exercise> exercises = new LinkedHashMap<>();
        for (Exercise each : Course.INSTANCE.exercises()) exercises.put(each.id(), each);
        Path seen = files.repository().resolve("lessons/probes-seen.json");
        return new Book.Material(
                exercises,
                Course.INSTANCE.beliefs(),
                Probes.read(seen),
                () -> Bench.make(files.repository(), files.target().resolve("bench")),
                isRoot() ? "root" : "user",
                Boolean.getBoolean("update") || "".equals(System.getProperty("update")));
    }

    private static boolean isRoot() {
        return BookFiles.lines(Path.of("/proc/self/status")).contains("Uid:\t0\t0\t0\t0");
    }
}
