package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import slipway.lessons.Exercise;

/** One build of the book, from its text to its pages. */
final class Book {
    private static final Pattern INCLUDE = Pattern.compile("include::([^\\[]+)\\[.*\\]");

    private final BookFiles files;
    private final Problems problems = new Problems();
    private final Path made;
    private final Beliefs beliefs;
    private final Claims claims;
    private final Listings listings;
    private final Runs runs;
    private final Diagrams diagrams;
    private final Exercises exercises;
    private final Map<String, Manuscript> manuscripts = new LinkedHashMap<>();

    /**
     * What the book is made from, beside its files.
     *
     * @param bench where commands are run
     * @param caller root or user
     * @param renews if what commands print is right by definition
     */
    record Material(
            Map<String, Exercise> exercises,
            Map<String, String> beliefs,
            Map<String, Probe> probes,
            Supplier<Bench> bench,
            String caller,
            boolean renews) {}

    Book(BookFiles files, Material material) {
        this.files = files;
        made = files.target().resolve("manuscript");
        beliefs = new Beliefs(material.beliefs(), problems);
        claims = new Claims(material.probes(), problems);
        listings = new Listings(files, problems);
        exercises = new Exercises(material.exercises(), problems);
        diagrams = new Diagrams(files, made, problems);
        runs = new Runs(files, material.bench(), material.caller(), material.renews(), problems);
    }

    /** What is wrong with the text; what is right lies ready for Asciidoctor afterwards. */
    List<Problem> write() {
        List<Path> texts = BookFiles.in(files.texts(), ".adoc");
        for (Path text : texts) {
            String name = text.getFileName().toString();
            if (comesLast(text)) continue;
            manuscripts.put(name, expand(text));
        }
        // When all claims and all answers are known.
        for (Path text : texts) {
            manuscripts.computeIfAbsent(text.getFileName().toString(), name -> expand(text));
        }
        manuscripts.forEach((name, each) -> BookFiles.write(made.resolve(name), each.text()));
        noteWhatIsMissing(texts);
        return problems.all();
    }

    private static boolean comesLast(Path text) {
        List<String> lines = BookFiles.lines(text);
        return lines.contains("claims::[]") || lines.contains("answers::[]");
    }

    private Manuscript expand(Path text) {
        Map<String, BlockWord> words =
                Map.of(
                        "listing", listings,
                        "run", runs,
                        "exercise", exercises,
                        "diagram", diagrams,
                        "claims", (place, target, options) -> claims.table(),
                        "answers", (place, target, options) -> exercises.answers());
        return Manuscript.of(
                files.name(text), BookFiles.lines(text), words, beliefs, claims, problems);
    }

    private void noteWhatIsMissing(List<Path> texts) {
        Path index = files.texts().resolve("index.adoc");
        List<String> included = new ArrayList<>(List.of("index.adoc"));
        for (Path text : texts) {
            int number = 0;
            for (String line : BookFiles.lines(text)) {
                number++;
                Matcher include = INCLUDE.matcher(line);
                if (!include.matches()) continue;
                included.add(include.group(1));
                if (Files.isRegularFile(files.texts().resolve(include.group(1)))) continue;
                problems.add(
                        new Place(files.name(text), number),
                        "there is no chapter " + include.group(1),
                        "write it, or do not include it");
            }
        }
        for (Path text : texts) {
            if (included.contains(text.getFileName().toString())) continue;
            problems.add(
                    files.place(text),
                    "no page includes this chapter",
                    "include it in " + files.name(index));
        }
        if (listings.size() == 0) {
            problems.add(files.place(index), "the book shows no code", "listing::FILE[tag=NAME]");
        }
        if (runs.executed() == 0) {
            problems.add(files.place(index), "the book runs no command", "run::COMMAND[]");
        }
        if (exercises.areAnswersMissing()) {
            problems.add(
                    files.place(index),
                    "on paper nobody learns what happens after a prediction",
                    "write answers::[] into index.adoc where it should stand");
        }
        listings.noteTagsThatNobodyShows();
        runs.noteFilesThatNobodyUses();
        diagrams.noteThoseThatNobodyShows();
    }

    /** Asciidoctor's part, and what can be said of the pages only when they are there. */
    List<Problem> render(Path folder) {
        copyTheme(folder);
        BookFiles.write(
                made.resolve("pdf-theme.yml"),
                BookFiles.read(files.theme().resolve("pdf-theme.yml")));
        try (Rendering rendering =
                new Rendering(made.resolve("index.adoc"), manuscripts, problems)) {
            Html html = rendering.html();
            String frame = BookFiles.read(files.theme().resolve("page.html"));
            Map<String, String> pages = new Pages(html, frame).all();
            BookFiles.write(folder.resolve("search-index.js"), SearchIndex.script(html));
            pages.forEach((name, text) -> BookFiles.write(folder.resolve(name), text));
            new Links(folder, pages, sources(), problems).check();
            if (problems.all().isEmpty()) rendering.pdf(folder.resolve("slipway.pdf"));
        }
        return problems.all();
    }

    private Map<String, List<String>> sources() {
        Map<String, List<String>> sources = new LinkedHashMap<>();
        for (Path text : BookFiles.in(files.texts(), ".adoc")) {
            sources.put(files.name(text), BookFiles.lines(text));
        }
        return sources;
    }

    private void copyTheme(Path folder) {
        try (Stream<Path> all = Files.list(files.theme())) {
            Files.createDirectories(folder);
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                String name = each.getFileName().toString();
                if (name.equals("page.html") || name.equals("pdf-theme.yml")) continue;
                BookFiles.write(folder.resolve(name), BookFiles.read(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was done, in a line. */
    String summary() {
        return listings.size()
                + " listings of compiled code, "
                + runs.executed()
                + " blocks of commands run ("
                + runs.left()
                + " need another caller), "
                + claims.size()
                + " claims";
    }
}
