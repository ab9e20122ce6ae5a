package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The JDKs of this machine, by what their {@code release} file says. */
public final class Jdks {
    private static final Path DEBIAN = Path.of("/usr/lib/jvm");
    private static final String VERSION = "JAVA_VERSION=\"";

    private Jdks() {}

    /**
     * A JDK as found on disk.
     *
     * @param home the directory with {@code bin/java}
     * @param feature the feature release, such as 17
     */
    public record Jdk(Path home, int feature) {
        public Path java() {
            return home.resolve("bin/java");
        }
    }

    /** The one with the highest feature release; there is always the one that runs this. */
    public static Jdk newest() {
        return all().stream().max(Comparator.comparingInt(Jdk::feature)).orElseThrow();
    }

    /** A JDK of this feature release: from Debian's directory, JAVA_HOME, or the running one. */
    public static Optional<Jdk> of(int feature) {
        return all().stream().filter(jdk -> jdk.feature() == feature).findFirst();
    }

    static String advice(int feature) {
        return "needs a JDK "
                + feature
                + ": apt-get install openjdk-"
                + feature
                + "-jdk-headless, or unpack one below "
                + DEBIAN;
    }

    private static Set<Jdk> all() {
        // By real path: Debian has a second name for each of its JDKs.
        Set<Jdk> found = new TreeSet<>(Comparator.comparing(Jdk::home));
        add(Path.of(System.getProperty("java.home")), found);
        String javaHome = System.getenv("JAVA_HOME");
        if (javaHome != null && !javaHome.isEmpty()) {
            add(Path.of(javaHome), found);
        }
        if (Files.isDirectory(DEBIAN)) {
            try (DirectoryStream<Path> homes = Files.newDirectoryStream(DEBIAN)) {
                for (Path home : homes) {
                    add(home, found);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static void add(Path home, Set<Jdk> found) {
        Path release = home.resolve("release");
        if (!Files.isExecutable(home.resolve("bin/javac")) || !Files.isReadable(release)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(release)) {
                if (line.startsWith(VERSION)) {
                    String version = line.substring(VERSION.length(), line.length() - 1);
                    int feature = Runtime.Version.parse(version).feature();
                    found.add(new Jdk(home.toRealPath(), feature));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
