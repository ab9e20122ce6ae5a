package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import slipway.testkit.BuiltApp;
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

    /** And a script more, which prints the words that {@code slipway} would exec. */
    private static Path make() {
        try {
            Path home = BuiltApp.make("slipway-installed");
            String exec = "\nexec \"$java\"";
            String script = Files.readString(home.resolve("slipway"));
            assertThat(script).contains(exec);
            Path words = home.resolve("slipway-words");
            Files.writeString(words, script.replace(exec, "\nprintf '%s\\n' \"$java\""));
            Files.setPosixFilePermissions(words, PosixFilePermissions.fromString("rwxr-xr-x"));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
