package slipway.book;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code diagram::NAME[alt text]}: a drawing, from the text that it is drawn from. */
final class Diagrams implements BlockWord {
    private final BookFiles files;
    private final Path made;
    private final Problems problems;
    private final Set<Path> used = new HashSet<>();

    /**
     * @param made where the drawings go to
     */
    Diagrams(BookFiles files, Path made, Problems problems) {
        this.files = files;
        this.made = made;
        this.problems = problems;
    }

    @Override
    public List<String> expand(Place place, String target, Options options) {
        Path source = files.diagrams().resolve(target + ".txt");
        if (!Files.isRegularFile(source)) {
            problems.add(
                    place,
                    "there is no drawing " + target,
                    "draw " + files.name(source) + "; book/README.md says with what");
            return List.of();
        }
        String alt = options.text();
        if (alt.isBlank()) {
            problems.add(
                    place,
                    "the drawing " + target + " has no text for those who cannot see it",
                    "diagram::" + target + "[what the drawing shows]");
        }
        used.add(source);
        String svg = Drawing.svg(files.place(source), BookFiles.lines(source), alt, problems);
        BookFiles.write(made.resolve(target + ".svg"), svg);
        return List.of(
                "",
                "[.diagram]",
                "image::" + target + ".svg[\"" + alt.replace("\"", "”") + "\",opts=inline]",
                "");
    }

    void noteThoseThatNobodyShows() {
        for (Path source : BookFiles.in(files.diagrams(), "")) {
            if (used.contains(source)) continue;
            problems.add(
                    files.place(source),
                    "nobody shows this drawing",
                    "remove it, or write diagram::"
                            + source.getFileName().toString().replaceFirst("\\.txt$", "")
                            + "[…] in the text");
        }
    }
}
