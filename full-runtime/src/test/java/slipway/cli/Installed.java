package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import slipway.testkit.Repository;
import slipway.testkit.Run;
import slipway.testkit.TestRoots;

/**
 * Slipway as it is installed, made from the class path of this test: jars and the native library in
 * a directory that every user may read, and the script {@code slipway} that starts them.
 */
final class Installed {
    private static final Path HOME = make();
    private static final Map<Path, List<String>> COMMANDS = new ConcurrentHashMap<>();
    private static final Path BUSYBOX = copyBusybox();

    private Installed() {}

    /** A busybox tree that every user can reach; not to be written to. */
    static Path busybox() {
        return BUSYBOX;
    }

    /** The tree as its owner has it, built: with the script and what it starts. */
    static Path home() {
        return HOME;
    }

    /** What the script would exec, up to the words of the user. */
    static List<String> command(Path java, String mainClass) {
        List<String> command = new ArrayList<>(COMMANDS.computeIfAbsent(java, Installed::ask));
        command.set(command.size() - 1, mainClass);
        return command;
    }

    /** Asks the script itself; at the first time for a JDK it makes the archive for it. */
    private static List<String> ask(Path java) {
        String script = HOME + "/slipway-words";
        return Run.program(script)
                .environment("SLIPWAY_JAVA", java.toString())
                .result()
                .succeeded()
                .stdout()
                .lines()
                .toList();
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory("slipway-installed");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Run.output("rm", "-rf", "" + home)));
            Path app = home.resolve("full-runtime/target/app");
            Files.createDirectories(app.resolve("lib"));
            Files.createDirectories(app.resolve("native"));
            List<String> jars = new ArrayList<>();
            for (String entry : kernelFirst()) {
                Path from = Path.of(entry);
                if (!Files.exists(from)) continue;
                Path jar = jarName(app, jars.size(), from);
                copy(from, jar);
                jars.add("lib/" + jar.getFileName());
            }
            Files.writeString(app.resolve("classpath"), String.join(":", jars) + "\n");
            copyScripts(home);
            String library = "libjffi-1.2.so";
            String folder = "/jni/" + Run.output("uname", "-m") + "-Linux/";
            try (InputStream bytes = Installed.class.getResourceAsStream(folder + library)) {
                Files.copy(bytes, app.resolve("native").resolve(library));
            }
            Run.output("chmod", "-R", "a+rX", home.toString());
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** And a third, which prints the words that it would exec. */
    private static void copyScripts(Path home) throws IOException {
        Path root = Repository.root();
        Files.createDirectory(home.resolve(".ci"));
        Files.copy(root.resolve(".ci/build.sh"), home.resolve(".ci/build.sh"));
        Files.copy(root.resolve("slipway"), home.resolve("slipway"));
        Files.copy(root.resolve("slipway-oci"), home.resolve("slipway-oci"));
        String exec = "\nexec \"$java\"";
        String script = Files.readString(root.resolve("slipway"));
        assertThat(script).contains(exec);
        Path words = home.resolve("slipway-words");
        Files.writeString(words, script.replace(exec, "\nprintf '%s\\n' \"$java\""));
        Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path jarName(Path app, int number, Path from) {
        String name = from.getFileName().toString().replace(".jar", "") + ".jar";
        return app.resolve("lib").resolve(String.format("%02d-", number) + name);
    }

    /** The ground has a class that must be found before the one of the same name in jffi. */
    private static List<String> kernelFirst() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String inside = entry.replace(Repository.root().toString(), "");
            entries.add(inside.contains("kernel") ? 0 : entries.size(), entry);
        }
        return entries;
    }

    private static void copy(Path from, Path jar) throws IOException {
        if (Files.isRegularFile(from)) {
            Files.copy(from, jar);
            return;
        }
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(from.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
    }

    private static Path copyBusybox() {
        Path tree = TestRoots.copy(TestRoots.busybox(), HOME.resolve("busybox"));
        try {
            // A shell gives it to what it starts in the background, and has to be able to open it.
            Files.createFile(tree.resolve("dev/null"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }

    /** Lets every user into a directory that JUnit made for us alone. */
    static Path opened(Path directory) {
        try {
            return Files.setPosixFilePermissions(
                    directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
