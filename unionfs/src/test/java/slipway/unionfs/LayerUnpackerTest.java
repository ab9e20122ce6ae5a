package slipway.unionfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.TarBytes;
import slipway.unionfs.tar.BadArchive;

/** What becomes of a layer's archive; how GNU tar sees the same is in {@link GnuTarTest}. */
@NothingLeaks
class LayerUnpackerTest {
    @TempDir private Path directory;

    private Unpacked unpacked(TarBytes tar) {
        return Unpacked.of(tar.bytes(), directory.resolve("tree"));
    }

    @Test
    void a_deleted_file_becomes_what_overlayfs_takes_for_a_whiteout() {
        Unpacked layer = unpacked(tar().directory("etc").file("etc/.wh.issue", ""));
        assertThat(layer.isWhiteout("etc/issue")).isTrue();
        assertThat(layer.tree().resolve("etc/.wh.issue")).doesNotExist();
    }

    @Test
    void a_directory_that_was_emptied_is_opaque_whether_it_is_mentioned_before_or_after() {
        Unpacked layer =
                unpacked(
                        tar().directory("a")
                                .file("a/.wh..wh..opq", "")
                                .file("b/.wh..wh..opq", "")
                                .directory("b")
                                .file("b/new", "x")
                                .directory("c"));
        assertThat(layer.isOpaque("a")).isTrue();
        assertThat(layer.isOpaque("b")).isTrue();
        assertThat(layer.isOpaque("c")).isFalse();
        assertThat(layer.tree().resolve("b/new")).hasContent("x");
    }

    @Test
    void what_is_deleted_below_and_made_again_is_there() {
        Unpacked layer =
                unpacked(
                        tar().file(".wh.file", "")
                                .file("file", "new")
                                .file(".wh.folder", "")
                                .directory("folder")
                                .directory("late")
                                .file(".wh.late", ""));
        assertThat(layer.tree().resolve("file")).hasContent("new");
        assertThat(layer.isOpaque("folder")).isTrue();
        assertThat(layer.isOpaque("late")).isTrue();
    }

    @Test
    void files_of_aufs_itself_are_passed_over() {
        Unpacked layer =
                unpacked(
                        tar().directory(".wh..wh.plnk")
                                .file(".wh..wh.plnk/1.2", "x")
                                .file(".wh..wh.aufs", "")
                                .file("kept", "y"));
        assertThat(layer.tree().toFile().list()).containsExactly("kept");
    }

    @Test
    void directories_that_are_not_mentioned_are_made() {
        Unpacked layer = unpacked(tar().file("a/b/c/file", "x").file("d/.wh.e", ""));
        assertThat(layer.tree().resolve("a/b/c/file")).hasContent("x");
        assertThat(layer.stat("%a", "a/b")).isEqualTo("755");
        assertThat(layer.isWhiteout("d/e")).isTrue();
    }

    @Test
    void a_directory_keeps_its_mode_and_time_though_files_come_into_it_later() {
        Unpacked layer =
                unpacked(tar().directory("a").mode(0555).directory("a/b").file("a/b/c", "x"));
        assertThat(layer.stat("%a %Y", "a")).isEqualTo("555 1000000000");
        assertThat(layer.stat("%a %Y", "a/b")).isEqualTo("755 1000000000");
        layer.tree().resolve("a").toFile().setWritable(true); // for JUnit, which removes it
    }

    @Test
    void of_two_entries_for_a_directory_the_later_counts() {
        Unpacked layer =
                unpacked(tar().directory("a").mode(0700).file("a/b", "x").directory("./a/"));
        assertThat(layer.stat("%a", "a")).isEqualTo("755");
    }

    @Test
    void attributes_of_users_are_kept_and_what_is_for_the_kernel_is_named() {
        Unpacked layer =
                unpacked(
                        tar().pax("SCHILY.xattr.user.note", "a\u00ffb")
                                .file("a", "x")
                                .pax("SCHILY.xattr.security.selinux", "x")
                                .file("b", "x"));
        assertThat(layer.attribute("a", "user.note")).isEqualTo("a\u00ffb");
        assertThat(layer.result().leftOut()).containsExactly("attribute security.selinux of b");
    }

    @Test
    @NeedsRoot
    void root_gives_owners_capabilities_and_devices() {
        String capability = "\1\0\0\2\0\4\0\0" + "\0".repeat(12);
        Unpacked layer =
                unpacked(
                        tar().pax("SCHILY.xattr.security.capability", capability)
                                .file("a", "x")
                                .owner(1000, 1001)
                                .mode(04751)
                                .device("null", '3', 1, 3)
                                .device("disk", '4', 300, 70_000)
                                .symlink("link", "nowhere")
                                .owner(7, 8));
        assertThat(layer.stat("%u:%g %a", "a")).isEqualTo("1000:1001 4751");
        assertThat(layer.attribute("a", "security.capability")).isEqualTo(capability);
        assertThat(layer.stat("%F %t:%T", "null")).isEqualTo("character special file 1:3");
        assertThat(layer.stat("%F %t:%T", "disk")).isEqualTo("block special file 12c:11170");
        assertThat(layer.stat("%u:%g", "link")).isEqualTo("7:8");
        assertThat(layer.result().leftOut()).isEmpty();
        assertThat(layer.result().squashed()).isZero();
    }

    @Test
    void whoever_is_not_root_is_told_what_could_not_be_made() {
        if (Unpacked.weAreRoot()) return; // the test above
        Unpacked layer = unpacked(tar().file("a", "x").owner(1000, 1001).device("null", '3', 1, 3));
        assertThat(layer.result().squashed()).isEqualTo(1);
        assertThat(layer.result().leftOut()).containsExactly("device null");
        assertThat(layer.tree().resolve("null")).doesNotExist();
    }

    @Test
    void an_archive_may_end_without_its_empty_blocks() {
        byte[] archive = tar().file("a", "x").cutBy(0);
        Unpacked layer = Unpacked.of(archive, directory.resolve("tree"));
        assertThat(layer.tree().resolve("a")).hasContent("x");
    }

    @Test
    void what_is_wrong_is_said_with_the_name_of_the_entry() {
        TarBytes tar = tar().file("caf\u00c3\u00a9\u001b", "x").file("caf\u00c3\u00a9\u001b", "x");
        assertThatThrownBy(() -> unpacked(tar))
                .isInstanceOf(BadArchive.class)
                .hasMessageStartingWith("café? is in the layer twice. Try: ");
    }

    private static TarBytes tar() {
        return new TarBytes();
    }
}
