package slipway.book;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.asciidoctor.Asciidoctor;
import org.asciidoctor.Attributes;
import org.asciidoctor.Options;
import org.asciidoctor.SafeMode;
import org.asciidoctor.ast.Cursor;
import org.asciidoctor.ast.Document;
import org.asciidoctor.ast.Section;
import org.asciidoctor.ast.StructuralNode;
import org.asciidoctor.log.LogRecord;
import org.asciidoctor.log.Severity;

/** From AsciiDoc to HTML and PDF, by Asciidoctor. An effect. */
final class Rendering implements AutoCloseable {
    private final Asciidoctor asciidoctor = Asciidoctor.Factory.create();
    private final Path index;
    private final Map<String, Manuscript> manuscripts;
    private final Problems problems;

    /**
     * @param index the file that includes all others
     * @param manuscripts what the files were made from, by name
     */
    Rendering(Path index, Map<String, Manuscript> manuscripts, Problems problems) {
        this.index = index;
        this.manuscripts = Map.copyOf(manuscripts);
        this.problems = problems;
        asciidoctor.registerLogHandler(this::note);
        // What it has to say is said once, by us.
        Logger.getLogger("asciidoctor").setUseParentHandlers(false);
    }

    /** The whole book in pieces: what stands before the first chapter, and the chapters. */
    Html html() {
        Document document = asciidoctor.loadFile(index.toFile(), options("html5"));
        List<Html.Chapter> chapters = new ArrayList<>();
        StringBuilder front = new StringBuilder();
        for (StructuralNode node : document.getBlocks()) {
            boolean isChapter = node instanceof Section && !fileOf(node).equals("index");
            if (!isChapter) {
                front.append(node.convert());
                continue;
            }
            chapters.add(
                    new Html.Chapter(
                            fileOf(node) + ".html",
                            String.valueOf(node.getTitle()),
                            sections(node),
                            String.valueOf(node.convert())));
        }
        String title = Optional.ofNullable(document.getDoctitle()).orElse("");
        return new Html(title, front.toString(), chapters);
    }

    void pdf(Path file) {
        Options options = options("pdf");
        options.setToFile(file.toString());
        asciidoctor.convertFile(index.toFile(), options);
    }

    private Options options(String backend) {
        Attributes attributes =
                Attributes.builder()
                        .attribute("source-highlighter", "rouge")
                        .attribute("rouge-css", "class")
                        .attribute("icons", "font")
                        .attribute("idprefix", "")
                        .attribute("idseparator", "-")
                        .attribute("sectanchors", "")
                        .attribute("figure-caption!", "")
                        .attribute("table-caption!", "")
                        .attribute("example-caption!", "")
                        .attribute("webfonts!", "")
                        .attribute("reproducible", "")
                        .attribute("toc", "")
                        .attribute("toclevels", "2")
                        .attribute("rouge-style", "github")
                        .attribute("pdf-theme", index.resolveSibling("pdf-theme.yml").toString())
                        .build();
        return Options.builder()
                .safe(SafeMode.UNSAFE)
                .backend(backend)
                .sourcemap(true)
                .attributes(attributes)
                .build();
    }

    private static List<Html.Heading> sections(StructuralNode chapter) {
        List<Html.Heading> sections = new ArrayList<>();
        for (StructuralNode node : chapter.getBlocks()) {
            if (!(node instanceof Section section)) continue;
            sections.add(
                    new Html.Heading(
                            String.valueOf(section.getId()),
                            section.getTitle(),
                            sections(section)));
        }
        return sections;
    }

    /** The name of the file that a block is from, without its ending. */
    private static String fileOf(StructuralNode node) {
        Cursor cursor = node.getSourceLocation();
        String path = cursor == null ? null : cursor.getPath();
        return path == null ? "index" : path.replaceFirst("\\.adoc$", "");
    }

    private void note(LogRecord record) {
        if (record.getSeverity().ordinal() < Severity.WARN.ordinal()) return;
        problems.add(place(record.getCursor()), record.getMessage(), "so says Asciidoctor");
    }

    private Place place(Cursor cursor) {
        if (cursor == null) return new Place("book", 0);
        String file = cursor.getPath();
        Manuscript manuscript = file == null ? null : manuscripts.get(file);
        if (manuscript == null) return new Place("book/src/docs/asciidoc/" + file, 0);
        return manuscript.placeOf(cursor.getLineNumber());
    }

    @Override
    public void close() {
        asciidoctor.shutdown();
    }
}
