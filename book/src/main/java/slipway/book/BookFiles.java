package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the parts of the book are. Reads them; an effect. */
record BookFiles(Path repository) {
    Path texts() {
        return repository.resolve("book/src/docs/asciidoc");
    }

    Path runs() {
        return repository.resolve("book/src/runs");
    }

    Path captured() {
        return repository.resolve("book/src/captured");
    }

    Path diagrams() {
        return repository.resolve("book/src/diagrams");
    }

    Path theme() {
        return repository.resolve("book/src/theme");
    }

    Path target() {
        return repository.resolve("book/target");
    }

    /** As a problem names it. */
    String name(Path file) {
        return repository.relativize(file).toString();
    }

    Place place(Path file) {
        return new Place(name(file), 0);
    }

    /** The files in a folder with that ending, in order; none if there is no such folder. */
    static List<Path> in(Path folder, String ending) {
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
