package slipway.plan.launch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import slipway.testkit.Run;

/**
 * A scene that plays in a JVM of its own, because that JVM is to be killed, or started in an odd
 * way. The scene is a class with a main method; it stands beside its test.
 */
final class Jvm {
    private final Path java;
    private final List<String> prefix;
    private final String classPath;
    private final List<String> options;

    private Jvm(Path java, List<String> prefix, String classPath, List<String> options) {
        this.java = java;
        this.prefix = prefix;
        this.classPath = classPath;
        this.options = options;
    }

    static Jvm ours() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new Jvm(java, List.of(), System.getProperty("java.class.path"), List.of());
    }

    /** Another JDK. */
    Jvm of(Path home) {
        return new Jvm(home.resolve("bin/java"), prefix, classPath, options);
    }

    /** Started by another program, which runs what follows its own arguments. */
    Jvm under(String... command) {
        return new Jvm(java, List.of(command), classPath, options);
    }

    Jvm with(String... more) {
        return new Jvm(java, prefix, classPath, List.of(more));
    }

    /**
     * As an ordinary user: as root by setpriv, with the classes copied to where that user can read
     * them.
     */
    Jvm asOrdinaryUser(Path readable) {
        return ProcessStatus.isRoot() ? asOrdinaryUser(readable, "-all") : this;
    }

    /**
     * As root only: an ordinary user with these capabilities.
     *
     * @param capabilities as setpriv(1) has them, such as {@code +setuid,+setgid}
     */
    Jvm asOrdinaryUser(Path readable, String capabilities) {
        List<String> setpriv =
                List.of(
                        "setpriv",
                        "--reuid=12345",
                        "--regid=12345",
                        "--clear-groups",
                        "--inh-caps=" + capabilities,
                        "--ambient-caps=" + capabilities);
        return new Jvm(java, setpriv, copyTo(readable), options);
    }

    List<String> command(Class<?> scene, String... args) {
        List<String> command = new ArrayList<>(prefix);
        command.add(java.toString());
        // Two cores are for the tests; a scene is short.
        command.addAll(List.of("-XX:-UsePerfData", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, scene.getName()));
        command.addAll(List.of(args));
        return command;
    }

    Run run(Class<?> scene, String... args) {
        return Run.program(command(scene, args));
    }

    /** Starts it and returns; stdout and stderr go to the file. */
    Process start(Path output, Class<?> scene, String... args) throws IOException {
        return new ProcessBuilder(command(scene, args))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String copyTo(Path folder) {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path from = Path.of(entry);
            boolean needed = Files.isDirectory(from) || entry.contains("jffi");
            if (!needed || !Files.exists(from)) continue;
            Path to = folder.resolve(copies.size() + "-" + from.getFileName());
            Run.output("cp", "-r", "--", from.toString(), to.toString());
            copies.add(to.toString());
        }
        Run.output("chmod", "-R", "a+rX", folder.toString());
        return String.join(File.pathSeparator, copies);
    }

    /** Waits until the file has this many lines and returns all of it. */
    static String awaitLines(Path output, int lines, Process writer) {
        Eventually.within(
                Eventually.LONG,
                lines + " lines of the scene",
                () -> read(output).lines().count() >= lines || !writer.isAlive());
        String text = read(output);
        if (text.lines().count() < lines) throw new AssertionError("the scene ended: " + text);
        return text;
    }

    private static String read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            List<String> all = lines.toList();
            return all.isEmpty() ? "" : String.join("\n", all) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
