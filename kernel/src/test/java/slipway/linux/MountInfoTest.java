package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountInfoTest {
    private static final String LINE =
            "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 propagate_from:2 - ext3 /dev/root"
                    + " rw,errors=continue\n";

    @Test
    void a_line_has_a_fixed_head_optional_fields_and_a_tail() {
        assertThat(MountInfo.parse(LINE).mounts())
                .containsExactly(
                        new MountInfo.Mount(
                                36,
                                35,
                                "98:0",
                                "/mnt1",
                                "/mnt2",
                                List.of("rw", "noatime"),
                                List.of("master:1", "propagate_from:2"),
                                "ext3",
                                "/dev/root",
                                List.of("rw", "errors=continue")));
    }

    @Test
    void propagation_is_told_from_the_optional_fields() {
        MountInfo.Mount slave = MountInfo.parse(LINE).mounts().get(0);
        MountInfo.Mount shared =
                MountInfo.parse("1 0 0:1 / / rw shared:7 - tmpfs t rw").mounts().get(0);
        MountInfo.Mount unshared = MountInfo.parse("1 0 0:1 / / rw - tmpfs t rw").mounts().get(0);

        assertThat(slave.isSlave()).isTrue();
        assertThat(slave.isShared()).isFalse();
        assertThat(shared.isShared()).isTrue();
        assertThat(unshared.propagation()).isEmpty();
    }

    @Test
    void octal_escapes_are_undone_and_only_those() {
        MountInfo.Mount mount =
                MountInfo.parse("1 0 0:1 / /a\\040b\\011c\\012d\\134e\\9 rw - tmpfs \\043 rw")
                        .mounts()
                        .get(0);
        assertThat(mount.mountPoint()).isEqualTo("/a b\tc\nd\\e\\9");
        assertThat(mount.source()).isEqualTo("#");
    }

    @Test
    void an_empty_source_is_empty() {
        MountInfo.Mount mount = MountInfo.parse("1 0 0:1 / / rw - tmpfs  rw").mounts().get(0);
        assertThat(mount.source()).isEmpty();
        assertThat(mount.superOptions()).containsExactly("rw");
    }

    @Test
    void of_stacked_mounts_a_path_shows_the_last() {
        MountInfo info =
                MountInfo.parse("1 0 0:1 / /x rw - tmpfs a rw\n2 1 0:2 / /x rw - tmpfs b rw\n");
        assertThat(info.at("/x")).map(MountInfo.Mount::source).contains("b");
        assertThat(info.at("/y")).isEmpty();
    }

    @Test
    void what_is_no_mount_is_refused_with_its_line() {
        assertThatThrownBy(() -> MountInfo.parse("36 35 98:0 / / rw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'36 35 98:0 / / rw'");
        assertThatThrownBy(() -> MountInfo.parse(LINE.replace("36", "x")))
                .hasMessageContaining("'x' is no number");
    }

    @Test
    void findmnt_sees_the_same_mounts() throws Exception {
        Programs.needs("findmnt");
        String printed =
                Programs.output(
                        "findmnt",
                        "--json",
                        "--list",
                        "-o",
                        "ID,PARENT,MAJ:MIN,FSROOT,TARGET,FSTYPE");
        JsonArray seen =
                JsonParser.parseString(printed).getAsJsonObject().getAsJsonArray("filesystems");
        List<MountInfo.Mount> ours = MountInfo.ofPid(ProcessHandle.current().pid()).mounts();

        assertThat(ours).hasSameSizeAs(seen);
        for (JsonElement element : seen) {
            JsonObject theirs = element.getAsJsonObject();
            assertThat(ours)
                    .anySatisfy(
                            mount -> {
                                assertThat(mount.id()).isEqualTo(theirs.get("id").getAsInt());
                                assertThat(mount.parent())
                                        .isEqualTo(theirs.get("parent").getAsInt());
                                assertThat(mount.device())
                                        .isEqualTo(theirs.get("maj:min").getAsString());
                                assertThat(mount.root())
                                        .isEqualTo(theirs.get("fsroot").getAsString());
                                assertThat(mount.mountPoint())
                                        .isEqualTo(theirs.get("target").getAsString());
                                assertThat(mount.fsType())
                                        .isEqualTo(theirs.get("fstype").getAsString());
                            });
        }
    }

    @Test
    void a_mount_point_with_odd_characters_is_read_as_it_was_made(@TempDir Path folder)
            throws Exception {
        assumeTrue(isRoot(), "mounting takes root");
        Path odd = Files.createDirectory(folder.resolve("a b\tc\nd\\e#é"));
        String listed =
                Programs.output(
                        "unshare",
                        "--mount",
                        "--propagation",
                        "private",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o nosuid,size=64k 'odd source' \"$0\""
                                + " && mount --make-shared \"$0\" && cat /proc/self/mountinfo",
                        odd.toString());
        MountInfo.Mount mount = MountInfo.parse(listed).at(odd.toString()).orElseThrow();

        assertThat(mount.source()).isEqualTo("odd source");
        assertThat(mount.options()).contains("nosuid");
        assertThat(mount.superOptions()).contains("size=64k");
        assertThat(mount.isShared()).isTrue();
    }

    private static boolean isRoot() throws Exception {
        return Programs.output("id", "-u").strip().equals("0");
    }
}
