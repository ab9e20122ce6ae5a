package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where apt takes binary packages from; sources.list(5), in both of its formats.
 *
 * @param keyring the file that signatures are checked with, where one is named
 */
record AptSource(String uri, String suite, List<String> components, Optional<Path> keyring) {
    /**
     * The source of this machine's own release, as its os-release names it.
     *
     * @param etc the directory with {@code os-release} and {@code apt}
     */
    static Optional<AptSource> ofThisRelease(Path etc) {
        String codename = "";
        for (String line : lines(etc.resolve("os-release"))) {
            if (line.startsWith("VERSION_CODENAME=")) {
                codename = line.substring("VERSION_CODENAME=".length()).replace("\"", "");
            }
        }
        for (AptSource source : all(etc)) {
            if (source.suite.equals(codename) && source.components.contains("main")) {
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private static List<AptSource> all(Path etc) {
        List<AptSource> sources = new ArrayList<>(oneLine(lines(etc.resolve("apt/sources.list"))));
        Path more = etc.resolve("apt/sources.list.d");
        TreeSet<Path> files = new TreeSet<>();
        if (Files.isDirectory(more)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(more)) {
                found.forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (Path file : files) {
            if (file.toString().endsWith(".list")) {
                sources.addAll(oneLine(lines(file)));
            } else if (file.toString().endsWith(".sources")) {
                sources.addAll(stanzas(lines(file)));
            }
        }
        return sources;
    }

    /** {@code deb [signed-by=/a/keyring] URI SUITE COMPONENT...}. */
    private static List<AptSource> oneLine(List<String> lines) {
        List<AptSource> sources = new ArrayList<>();
        for (String line : lines) {
            String text = line.replaceFirst("#.*", "").strip();
            if (!text.startsWith("deb ") && !text.startsWith("deb\t")) {
                continue;
            }
            Optional<Path> keyring = Optional.empty();
            int options = text.indexOf(']');
            for (String option : text.substring(0, options + 1).split("[\\s\\[\\]]+")) {
                if (option.startsWith("signed-by=")) {
                    keyring = keyring(option.substring("signed-by=".length()));
                }
            }
            String rest = text.substring(options < 0 ? "deb".length() : options + 1);
            List<String> words = words(rest);
            if (words.size() >= 2) {
                sources.add(
                        new AptSource(
                                words.get(0),
                                words.get(1),
                                words.subList(2, words.size()),
                                keyring));
            }
        }
        return sources;
    }

    /** Stanzas of {@code Types:}, {@code URIs:}, {@code Suites:}, {@code Components:}. */
    private static List<AptSource> stanzas(List<String> lines) {
        List<AptSource> sources = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        List<String> padded = new ArrayList<>(lines);
        padded.add("");
        for (String line : padded) {
            int colon = line.indexOf(':');
            if (line.isBlank()) {
                addStanza(fields, sources);
                fields.clear();
            } else if (colon > 0 && !line.startsWith("#")) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return sources;
    }

    private static void addStanza(Map<String, String> fields, List<AptSource> sources) {
        if (!words(fields.getOrDefault("Types", "")).contains("deb")
                || fields.getOrDefault("Enabled", "yes").equals("no")) {
            return;
        }
        List<String> components = words(fields.getOrDefault("Components", ""));
        Optional<Path> keyring = keyring(fields.getOrDefault("Signed-By", ""));
        for (String uri : words(fields.getOrDefault("URIs", ""))) {
            for (String suite : words(fields.getOrDefault("Suites", ""))) {
                sources.add(new AptSource(uri, suite, components, keyring));
            }
        }
    }

    private static Optional<Path> keyring(String value) {
        // A key may also stand in the field itself, and then it is no path.
        return value.startsWith("/") ? Optional.of(Path.of(value)) : Optional.empty();
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
