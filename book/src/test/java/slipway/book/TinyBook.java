package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.lessons.Course;
import slipway.lessons.Exercise;

/** A book of a page, in a repository of its own, and right until a test spoils it. */
final class TinyBook {
    static final String PAGE = "book/src/docs/asciidoc/10-page.adoc";
    static final String INDEX = "book/src/docs/asciidoc/index.adoc";
    static final String CODE = "kernel/src/main/java/tiny/Code.java";
    static final String CAPTURED = "book/src/captured/word.txt";

    /** What the one command of the page prints. */
    final String word = UUID.randomUUID().toString().substring(0, 8).replaceAll("\\d", "x");

    private final Path repository;
    private boolean renews;
    private String caller = "user";

    TinyBook(Path repository) {
        this.repository = repository;
        write(INDEX, "= A tiny book\n:doctype: book\n\ninclude::10-page.adoc[leveloffset=+1]\n");
        write(
                PAGE,
                """
                [#page]
                = The page

                Some words.

                run::cat word[name=word]

                listing::kernel/src/main/java/tiny/Code.java[tag=one]
                """);
        write(
                CODE,
                """
                package tiny;

                final class Code {
                    int zero() {
                        return 0;
                    }

                    // tag::one[]
                    int one() {
                        return 1;
                    }
                    // end::one[]
                }
                """);
        write(CAPTURED, "$ cat word\n" + word + "\n");
        write("bench/slipway/word", word + "\n");
        write("book/src/theme/page.html", "<html>{{navigation}}{{content}}{{next}}</html>\n");
        write("book/src/theme/pdf-theme.yml", "extends: default\n");
    }

    void write(String file, String text) {
        BookFiles.write(repository.resolve(file), text);
    }

    String read(String file) {
        return BookFiles.read(repository.resolve(file));
    }

    void replace(String file, String old, String now) {
        String text = read(file);
        if (!text.contains(old)) throw new AssertionError(file + " has no " + old);
        write(file, text.replace(old, now));
    }

    /** Puts lines at the end of the page; returns the number of the first. */
    int append(String lines) {
        String before = read(PAGE) + "\n";
        write(PAGE, before + lines + "\n");
        return (int) before.lines().count() + 1;
    }

    void remove(String file) {
        try {
            Files.delete(repository.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TinyBook renewing() {
        renews = true;
        return this;
    }

    TinyBook comparing() {
        renews = false;
        return this;
    }

    TinyBook as(String someone) {
        caller = someone;
        return this;
    }

    Book book() {
        Map<String, Probe> probes =
                Map.of("F1", new Probe("F1", "the directory stays", "Linux 6.1, JDK 17"));
        Exercise exercise = Course.INSTANCE.exercise("0.2");
        return new Book(
                new BookFiles(repository),
                new Book.Material(
                        Map.of("0.2", exercise),
                        Map.of("M06", "chroot changes the working directory"),
                        probes,
                        this::bench,
                        caller,
                        renews));
    }

    /** A new bench, with the file that the command of the page reads. */
    private Bench bench() {
        String said = read("bench/slipway/word");
        Bench bench = Bench.bare(repository, repository.resolve("bench"));
        write("bench/slipway/word", said);
        return bench;
    }

    /** What is wrong with it, each as people read it. */
    List<String> problems() {
        return book().write().stream().map(Problem::toString).toList();
    }

    /** The page as Asciidoctor gets it, if nothing is wrong. */
    String manuscript() {
        List<String> problems = problems();
        if (!problems.isEmpty()) throw new AssertionError(problems);
        return read("book/target/manuscript/10-page.adoc");
    }
}
