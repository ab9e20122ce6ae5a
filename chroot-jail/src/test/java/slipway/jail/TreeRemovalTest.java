package slipway.jail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

@NothingLeaks
class TreeRemovalTest {
    @TempDir Path directory;

    @Test
    void a_tree_is_gone_with_all_kinds_of_files() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/a/b")).getParent().getParent();
        Files.writeString(tree.resolve("a/file"), "x");
        Files.createSymbolicLink(tree.resolve("a/dangling"), Path.of("/no/such"));
        Run.output("mkfifo", tree.resolve("a/b/fifo").toString());
        TreeRemoval.remove(tree);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void what_links_point_to_stays() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "x");
        Path keptFolder = Files.createDirectory(directory.resolve("folder"));
        Files.writeString(keptFolder.resolve("inside"), "x");
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("file"), kept);
        Files.createSymbolicLink(tree.resolve("folder"), keptFolder);
        TreeRemoval.remove(tree);
        assertThat(tree).doesNotExist();
        assertThat(kept).exists();
        assertThat(keptFolder.resolve("inside")).exists();

        Path link = Files.createSymbolicLink(directory.resolve("link"), keptFolder);
        TreeRemoval.remove(link);
        assertThat(link.toFile()).doesNotExist();
        assertThat(keptFolder.resolve("inside")).exists();
    }

    @Test
    void a_tree_that_is_not_there_is_no_error() {
        assertThatCode(() -> TreeRemoval.remove(directory.resolve("none")))
                .doesNotThrowAnyException();
    }

    @Test
    void a_tree_deeper_than_a_path_can_name_is_removed() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        // In two pieces: a single path to the end of it would be too long.
        String deepen =
                "long=$(printf 'deeper-and-deeper-and-deeper-still/%.0s' $(seq 100));"
                        + " mkdir -p too-deep-0/x first/$long second/$long/end;"
                        + " mv second first/$long";
        Run.program("sh", "-c", deepen).directory(tree).result().succeeded();
        TreeRemoval.remove(tree);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void names_that_are_no_UTF_8_and_many_of_them_are_removed() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        String make = "mkdir \"$(printf 'a\\377b')\" && cd a*b && touch \"$(printf '\\300')\"";
        Run.program("sh", "-c", make).directory(tree).result().succeeded();
        String longName = "long".repeat(50);
        for (int i = 0; i < 500; i++) Files.createFile(tree.resolve(longName + i));
        TreeRemoval.remove(tree);
        assertThat(directory).isEmptyDirectory();
    }

    /** As an ordinary user: to root every directory is open. */
    @Test
    @NeedsProgram(value = "setpriv", debian = "util-linux")
    void directories_without_permissions_are_removed_by_their_owner() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/a/b/c"));
        Path top = directory.resolve("tree");
        Files.writeString(tree.resolve("file"), "x");
        for (Path locked : List.of(tree, top.resolve("a/b"), top.resolve("a"), top)) {
            Run.output("chmod", "0", locked.toString());
        }
        OrdinaryUser.call("slipway.jail.TreeRemovalTest$Removal", top.toString());
        assertThat(top).doesNotExist();
    }

    @Test
    @NeedsRoot
    @NeedsProgram(value = "unshare", debian = "util-linux")
    void what_cannot_be_removed_is_named_and_all_else_is_removed() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/a"));
        Path mount = Files.createDirectory(tree.resolve("mount"));
        Path source = Files.createDirectory(directory.resolve("precious"));
        Files.writeString(source.resolve("file"), "x");
        Files.writeString(tree.resolve("other"), "x");
        // A bind mount of the same file system: its device number tells nothing.
        Run.Result result =
                Run.program(
                                "unshare",
                                "--mount",
                                "sh",
                                "-ec",
                                "mount --bind \"$1\" \"$2\"; shift 2; exec \"$@\"",
                                "sh",
                                source.toString(),
                                mount.toString(),
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "slipway.jail.TreeRemovalTest$Removal",
                                tree.getParent().toString())
                        .result();
        assertThat(result.stdout()).contains(mount + " (EXDEV: something is mounted there)");
        assertThat(source.resolve("file")).exists();
        assertThat(tree.resolve("other")).doesNotExist();
        assertThatThrownBy(() -> TreeRemoval.remove(Path.of("/")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Run in a JVM of its own. */
    static final class Removal {
        public static void main(String[] arguments) {
            try {
                TreeRemoval.remove(Path.of(arguments[0]));
            } catch (NotRemoved e) {
                System.out.println(e.left());
            }
        }
    }
}
