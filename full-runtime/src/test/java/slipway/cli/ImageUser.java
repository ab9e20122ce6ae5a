package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.testkit.Run;

/** Who has images: what becomes of the owners of their files is different for each. */
enum ImageUser {
    ROOT,
    /** An ordinary user with subordinate ids, the tester whom .ci/setup makes. */
    WITH_IDS,
    /** One without. */
    WITHOUT_IDS;

    private static final String TESTER = "slipway-tester";

    /** Ends the test where we can neither be nor become this user. */
    String uid() {
        String us = Run.output("id", "-u");
        if (this == ROOT) assumeTrue(us.equals("0"), "needs root: run as root: sudo .ci/test");
        if (this == WITHOUT_IDS) {
            assumeTrue(
                    us.equals("0"), "needs to become a user without subordinate ids: run as root");
            return Integer.toString(Caller.USER.uid());
        }
        if (this == ROOT) return us;
        Run.Result id = Run.program("id", "-u", TESTER).result();
        assumeTrue(id.exitCode() == 0, "needs the user " + TESTER + ": .ci/setup");
        String tester = id.stdout().strip();
        boolean may = us.equals("0") || us.equals(tester);
        assumeTrue(may, "needs to become " + TESTER + ": run as root or as this user");
        return tester;
    }

    /** A data directory of this user's, in a folder that JUnit made. */
    Path data(Path folder) {
        String uid = uid();
        try {
            Path parent = Files.createTempDirectory(Installed.opened(folder), name().toLowerCase());
            Run.output("chown", uid, parent.toString());
            Installed.opened(parent);
            return parent.resolve("data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What goes before a command, so that this user runs it. */
    List<String> prefix() {
        String uid = uid();
        if (uid.equals(Run.output("id", "-u"))) return List.of();
        return List.of(
                "setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--inh-caps=-all");
    }

    /** A command of this user's. */
    Slipway slipway(Path data, String... words) {
        List<String> prefix = new ArrayList<>(prefix());
        prefix.addAll(List.of("env", "SLIPWAY_DATA=" + data));
        Caller none = Run.output("id", "-u").equals("0") ? Caller.ROOT : Caller.USER;
        return Slipway.words(words).as(none).asCallerBehind(prefix.toArray(new String[0]));
    }

    /** Loads from a file that only the one who runs the tests may be able to read. */
    Run.Result load(Path data, Path archive) {
        return slipway(data, "load").inShell("exec \"$@\" <'" + archive + "'").result().succeeded();
    }

    /** Removes all images: JUnit cannot, if there are other users' files in them. */
    void removeAll(Path data) {
        for (String id : slipway(data, "images", "-q").output().lines().distinct().toList()) {
            slipway(data, "rmi", "--force", id).output();
        }
        assertThat(data.resolve("images/drafts")).isEmptyDirectory();
        assertThat(data.resolve("images/blobs/sha256")).isEmptyDirectory();
        for (String kind : new String[] {"trusted", "user"}) {
            Path layers = data.resolve("images/layers").resolve(kind);
            if (Files.exists(layers)) assertThat(layers).isEmptyDirectory();
        }
    }
}
