package slipway.lessons.shell;

import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a JVM of Slipway's is started with, for one that JShell has started. JShell may add jars to
 * a class loader of its own, so that a JVM which a lesson starts would not know them.
 */
final class Surroundings {
    private static final String CLASS_PATH = "java.class.path";
    private static final String LIBRARY = "slipway.native";

    private Surroundings() {}

    /** Sets what is not set. */
    static void tell() {
        if (Lab.class.getClassLoader() instanceof URLClassLoader loader) {
            String jars =
                    Arrays.stream(loader.getURLs())
                            .map(url -> new File(URI.create(url.toString())).getPath())
                            .collect(Collectors.joining(File.pathSeparator));
            System.setProperty(CLASS_PATH, jars);
        }
        if (System.getProperty(LIBRARY) == null) {
            for (String jar : System.getProperty(CLASS_PATH, "").split(File.pathSeparator)) {
                library(Path.of(jar).toAbsolutePath());
            }
        }
    }

    /** Where the command slipway keeps jffi's library: beside the folder of jars, not in a jar. */
    private static void library(Path jar) {
        Path library = jar.resolve("../../native/libjffi-1.2.so").normalize();
        if (Files.isRegularFile(library)) System.setProperty(LIBRARY, library.toString());
    }
}
