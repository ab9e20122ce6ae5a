package slipway.book;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the commands of the book are run: the top of this tree as a reader has it, with Slipway
 * built, and a home and data that nobody else has. An effect.
 */
final class Bench {
    private static final String APP = "full-runtime/target/app";

    private static final Comparator<String> LONGEST_FIRST =
            Comparator.comparing(String::length).reversed().thenComparing(String::toString);

    private final Path repository;
    private final Path scratch;

    private Bench(Path repository, Path scratch) {
        this.repository = repository;
        this.scratch = scratch;
    }

    /** Makes it anew, without Slipway in it. */
    static Bench bare(Path repository, Path scratch) {
        Bench bench = new Bench(repository, scratch);
        try {
            bench.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bench;
    }

    /**
     * Makes it anew, from the jars that this build has made.
     *
     * @throws IllegalStateException if they are not there
     */
    static Bench make(Path repository, Path scratch) {
        Bench bench = bare(repository, scratch);
        try {
            bench.link();
            bench.assemble();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bench;
    }

    Path scratch() {
        return scratch;
    }

    /** The directory in which commands are run. */
    Path home() {
        return scratch.resolve("slipway");
    }

    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
        environment.put("LANG", "C.UTF-8");
        environment.put("TERM", "dumb");
        environment.put("HOME", scratch.resolve("you").toString());
        environment.put("TMPDIR", scratch.resolve("tmp").toString());
        environment.put("SLIPWAY_DATA", scratch.resolve("data").toString());
        environment.put("SLIPWAY_LESSONS", scratch.resolve("you/lessons").toString());
        environment.put("XDG_RUNTIME_DIR", scratch.resolve("run").toString());
        return environment;
    }

    /** The text with what must not be in the book as a reader sees it instead. */
    String withoutThisMachine(String text) {
        Map<String, String> paths = new TreeMap<>(LONGEST_FIRST);
        paths.put(scratch.resolve("data").toString(), "/var/lib/slipway");
        paths.put(scratch.resolve("you").toString(), "/home/you");
        paths.put(scratch.resolve("tmp").toString(), "/tmp");
        paths.put(scratch.resolve("run").toString(), "/run/user/1000");
        paths.put(home().toString(), "/home/you/slipway");
        paths.put(repository.toString(), "/home/you/slipway");
        String told = text;
        for (Map.Entry<String, String> each : paths.entrySet()) {
            told = told.replace(each.getKey(), each.getValue());
        }
        told =
                told.replaceAll(
                        "(?<![\\w./-])" + Pattern.quote(kernel("hostname")) + "(?![\\w./-])",
                        "workbench");
        // What a distributor or an owner has added to a kernel's name is of no interest.
        String release = kernel("osrelease");
        return told.replace(release, release.replaceFirst("^(\\d+(\\.\\d+)*).*", "$1"));
    }

    private static String kernel(String name) {
        return BookFiles.read(Path.of("/proc/sys/kernel", name)).strip();
    }

    private void clear() throws IOException {
        if (Files.exists(scratch)) {
            List<Path> files;
            try (Stream<Path> all = Files.walk(scratch)) {
                files = new ArrayList<>(all.toList());
            }
            for (int i = files.size() - 1; i >= 0; i--) Files.delete(files.get(i));
        }
        for (String each : List.of("slipway", "you", "tmp", "run", "data")) {
            Files.createDirectories(scratch.resolve(each));
        }
    }

    /** Everything of the tree but what is built and what git keeps. */
    private void link() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(repository)) {
            all = files.toList();
        }
        for (Path each : all) {
            String name = each.getFileName().toString();
            if (List.of("target", ".git", "full-runtime", "slipway").contains(name)) continue;
            Files.createSymbolicLink(home().resolve(name), each);
        }
        // No link: the script asks where it really lies.
        Files.copy(repository.resolve("slipway"), home().resolve("slipway"));
    }

    /** Lets the script's own builder put together what Maven has built. */
    private void assemble() throws IOException {
        Path built = repository.resolve("full-runtime/target");
        Path ours = Files.createDirectories(home().resolve("full-runtime/target"));
        try (Stream<Path> files = Files.list(built)) {
            for (Path each : files.toList()) {
                // The reader's own app is not touched.
                if (each.getFileName().toString().startsWith("app")) continue;
                Files.createSymbolicLink(ours.resolve(each.getFileName()), each);
            }
        }
        Path log = scratch.resolve("assemble.log");
        String script =
                "set -eu; here=$1 app=$2 commit=; . \"$here/.ci/build.sh\"; copy_and_rename";
        Process process =
                new ProcessBuilder("sh", "-c", script, "sh", "" + home(), "" + home().resolve(APP))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(
                    "the commands of the book need Slipway's jars, which could not be put together: "
                            + BookFiles.read(log).strip()
                            + ". Try: mvn -pl book -am -DskipTests package");
        }
    }
}
