package slipway.lessons;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import slipway.testkit.Repository;
import slipway.testkit.Run;

/** The script {@code slipway} and what it starts, as a build leaves them, from our class path. */
final class Installed {
    private static final Path HOME = make();

    private Installed() {}

    static String script() {
        return HOME + "/slipway";
    }

    /** For a learner with this folder. */
    static Map<String, String> environment(Path folder) {
        return Map.of(
                "SLIPWAY_LESSONS", folder.toString(),
                "SLIPWAY_JAVA", System.getProperty("java.home"),
                "SLIPWAY_NO_BUILD", "1");
    }

    private static Path make() {
        try {
            Path home = Files.createTempDirectory("slipway-learn");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Run.output("rm", "-rf", "" + home)));
            Path app = home.resolve("full-runtime/target/app");
            Files.createDirectories(app.resolve("lib"));
            Files.createDirectories(app.resolve("native"));
            List<String> jars = new ArrayList<>();
            for (String entry : kernelFirst()) {
                Path from = Path.of(entry);
                if (!Files.exists(from)) continue;
                String name = "lib/" + jars.size() + "-" + from.getFileName();
                name = name.endsWith(".jar") ? name : name + ".jar";
                copy(from, app.resolve(name));
                jars.add(name);
            }
            Files.writeString(app.resolve("classpath"), String.join(":", jars) + "\n");
            Files.copy(Repository.root().resolve("slipway"), home.resolve("slipway"));
            String library = "libjffi-1.2.so";
            String folder = "/jni/" + Run.output("uname", "-m") + "-Linux/";
            try (InputStream bytes = Installed.class.getResourceAsStream(folder + library)) {
                Files.copy(bytes, app.resolve("native").resolve(library));
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
