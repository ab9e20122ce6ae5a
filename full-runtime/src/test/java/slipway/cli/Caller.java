package slipway.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slipway.testkit.Run;
import slipway.testkit.TestRoots;

/** Who calls slipway. An ordinary user who runs the tests calls as an ordinary user only. */
enum Caller {
    ROOT,
    USER;

    private static final int STRANGER = 54_321;
    private static final int OURSELVES = ourUid();

    /** What goes before a command, so that this caller runs it. */
    List<String> prefix() {
        if (this == ROOT) assumeTrue(OURSELVES == 0, "needs root: run as root: sudo .ci/test");
        if (this == ROOT || OURSELVES != 0) return List.of();
        return List.of(
                "setpriv",
                "--reuid=" + STRANGER,
                "--regid=" + STRANGER,
                "--clear-groups",
                "--inh-caps=-all");
    }

    int uid() {
        return this == USER && OURSELVES == 0 ? STRANGER : OURSELVES;
    }

    /** A busybox tree of the caller's own, in a directory that JUnit made. */
    Path ownBusybox(Path directory) {
        prefix();
        Path tree =
                TestRoots.copy(TestRoots.busybox(), Installed.opened(directory).resolve("tree"));
        return own(tree);
    }

    /** Hands a file or a tree to the caller. */
    Path own(Path tree) {
        if (uid() != OURSELVES) Run.output("chown", "-hR", uid() + ":" + uid(), tree.toString());
        return tree;
    }

    private static int ourUid() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
