package slipway.lessons;

import java.nio.file.Path;
import java.util.Map;
import slipway.testkit.BuiltApp;

/** The script {@code slipway} and what it starts, as a build leaves them, from our class path. */
final class Installed {
    private static final Path HOME = BuiltApp.make("slipway-learn");

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
}
