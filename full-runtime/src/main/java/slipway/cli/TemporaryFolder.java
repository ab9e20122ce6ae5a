package slipway.cli;

import java.nio.file.Path;

/** Where scenes are set: {@code $TMPDIR}, as for every program but Java, else {@code /tmp}. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    static Path ours() {
        String named = System.getenv("TMPDIR");
        boolean usable = named != null && named.startsWith("/");
        return Path.of(usable ? named : "/tmp");
    }
}
