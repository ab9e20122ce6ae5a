package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRootsTest {
    @Test
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void applets_of_the_busybox_tree_run_by_their_names() {
        Path tree = TestRoots.busybox();
        assertThat(Run.output(tree.resolve("bin/echo").toString(), "hello")).isEqualTo("hello");
        assertThat(tree.resolve("proc")).isEmptyDirectory();
        assertThat(tree.resolve("etc/passwd")).content().startsWith("root:x:0:0:");
        assertThat(TestRoots.busybox()).isEqualTo(tree);
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void the_busybox_tree_is_a_root_file_system() {
        String tree = TestRoots.busybox().toString();
        assertThat(
                        Run.output(
                                "unshare",
                                "-Ur",
                                "--root=" + tree,
                                "/bin/sh",
                                "-c",
                                "ls / | head -1"))
                .isEqualTo("bin");
    }

    @Test
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void a_copy_is_written_to_without_changing_the_tree(@TempDir Path directory)
            throws IOException {
        Path copy = TestRoots.copy(TestRoots.busybox(), directory.resolve("root"));
        Files.writeString(copy.resolve("etc/passwd"), "");
        assertThat(TestRoots.busybox().resolve("etc/passwd")).isNotEmptyFile();
        assertThat(copy.resolve("bin/sh")).isSymbolicLink();
    }

    @Test
    @NeedsDebianTree
    void the_debian_tree_has_dpkg_no_devices_and_nothing_that_only_root_can_read()
            throws IOException {
        Path tree = TestRoots.debian();
        assertThat(tree.resolve("usr/bin/dpkg")).isExecutable();
        assertThat(tree.resolve("dev")).isEmptyDirectory();
        assertThat(Run.output("find", tree.toString(), "!", "-type", "l", "!", "-perm", "-o=r"))
                .isEmpty();
        assertThat(Files.getPosixFilePermissions(tree))
                .contains(PosixFilePermission.OTHERS_EXECUTE);
    }
}
