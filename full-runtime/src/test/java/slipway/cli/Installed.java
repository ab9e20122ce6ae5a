package slipway.cli;

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
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import slipway.testkit.Repository;
import slipway.testkit.Run;
import slipway.testkit.TestRoots;

/**
 * Slipway as it is installed, made from the class path of this test: jars and the native library in
 * a directory that every user may read, and the command line of the script {@code slipway}.
 */
final class Installed {
    private static final Path APP = make();
    private static final Path BUSYBOX = copyBusybox();

    private Installed() {}

    /** A busybox tree that every user can reach; not to be written to. */
    static Path busybox() {
        return BUSYBOX;
    }

    /** What the script would exec, up to the words of the user. */
    static List<String> command(Path java, String mainClass) {
        List<String> command = new ArrayList<>();
        for (String word : execOfTheScript()) {
            command.add(
                    word.replace("\"", "")
                            .replace("$java", java.toString())
                            .replace("$here", Repository.root().toString())
                            .replace("$app", APP.toString())
                            .replace("$classpath", classPath())
                            .replace("slipway.cli.Main", mainClass));
        }
        return command;
    }

    private static List<String> execOfTheScript() {
        try {
            String script = Files.readString(Repository.root().resolve("slipway"));
            String exec =
                    script.substring(script.lastIndexOf("\nexec \"$java\"") + "\nexec".length());
            String words = exec.substring(0, exec.indexOf("\"$@\""));
            return List.of(words.replace("\\\n", " ").strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        try (Stream<Path> jars = Files.list(APP.resolve("lib"))) {
            return String.join(":", jars.map(Path::toString).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path make() {
        try {
            Path app = Files.createTempDirectory("slipway-installed");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Run.output("rm", "-rf", "" + app)));
            Files.createDirectories(app.resolve("lib"));
            Files.createDirectories(app.resolve("native"));
            int number = 0;
            for (String entry : kernelFirst()) {
                Path from = Path.of(entry);
                if (Files.exists(from)) copy(from, jarName(app, number++, from));
            }
            String library = "libjffi-1.2.so";
            String folder = "/jni/" + Run.output("uname", "-m") + "-Linux/";
            try (InputStream bytes = Installed.class.getResourceAsStream(folder + library)) {
                Files.copy(bytes, app.resolve("native").resolve(library));
            }
            Run.output("chmod", "-R", "a+rX", app.toString());
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path jarName(Path app, int number, Path from) {
        String name = from.getFileName().toString().replace(".jar", "") + ".jar";
        return app.resolve("lib").resolve(String.format("%02d-", number) + name);
    }

    /** The ground has a class that must be found before the one of the same name in jffi. */
    private static List<String> kernelFirst() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            entries.add(entry.contains("kernel") ? 0 : entries.size(), entry);
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
        Path tree = TestRoots.copy(TestRoots.busybox(), APP.resolve("busybox"));
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
