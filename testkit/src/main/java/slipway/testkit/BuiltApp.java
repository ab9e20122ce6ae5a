package slipway.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Slipway as a build leaves it, made from the class path of this test: jars and the native library,
 * and the scripts that start them.
 */
public final class BuiltApp {
    private static final List<String> SCRIPTS = List.of("slipway", "slipway-oci", ".ci/build.sh");

    private BuiltApp() {}

    /**
     * @param name what the name of the folder begins with
     * @return a folder that every user may read, and that goes with this JVM
     */
    public static Path make(String name) {
        try {
            Path home = Files.createTempDirectory(name);
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
            Files.createDirectory(home.resolve(".ci"));
            for (String script : SCRIPTS) {
                Files.copy(Repository.root().resolve(script), home.resolve(script));
            }
            copyLibrary(app);
            Run.output("chmod", "-R", "a+rX", home.toString());
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyLibrary(Path app) throws IOException {
        String library = "libjffi-1.2.so";
        String folder = "/jni/" + Run.output("uname", "-m") + "-Linux/";
        try (InputStream bytes = BuiltApp.class.getResourceAsStream(folder + library)) {
            if (bytes == null) throw new IOException("no " + folder + library + " in jffi's jar");
            Files.copy(bytes, app.resolve("native").resolve(library));
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
}
