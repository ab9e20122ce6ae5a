package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What a configuration can say about namespaces, ids and clocks. */
@NeedsRoot
@NothingLeaks
@NeedsProgram(
        value = {"busybox", "unshare"},
        debian = {"busybox-static", "util-linux"})
class OciIsolationTest {
    private static final int BASE = 700_000;

    @TempDir private Path directory;
    private OciBundle bundle = new OciBundle(Path.of("/"));

    private void bundle(String script) {
        bundle = new OciBundle(directory, "sh", "-c", script);
    }

    @AfterEach
    void clean() {
        bundle.clean();
    }

    private void namespace(String type, String path) {
        JsonArray all = bundle.linux().getAsJsonArray("namespaces");
        for (int i = all.size() - 1; i >= 0; i--) {
            String other = all.get(i).getAsJsonObject().get("type").getAsString();
            if (other.equals(type)) all.remove(i);
        }
        JsonObject one = OciBundle.json("{\"type\":\"" + type + "\"}");
        if (!path.isEmpty()) one.addProperty("path", path);
        all.add(one);
    }

    private void ownUsers() {
        namespace("user", "");
        for (String kind : new String[] {"uidMappings", "gidMappings"}) {
            bundle.linux().add(kind, mappings(0, BASE, 65_536));
        }
    }

    private static JsonArray mappings(int inside, int outside, int size) {
        JsonArray array = new JsonArray();
        String text = "{\"containerID\":%d,\"hostID\":%d,\"size\":%d}";
        array.add(OciBundle.json(String.format(text, inside, outside, size)));
        return array;
    }

    @Test
    void clocks_are_as_far_ahead_as_asked() {
        bundle("cat /proc/self/timens_offsets");
        namespace("time", "");
        bundle.linux()
                .add(
                        "timeOffsets",
                        OciBundle.json(
                                "{\"boottime\":{\"secs\":77,\"nanosecs\":5},"
                                        + "\"monotonic\":{\"secs\":-1}}"));
        assertThat(bundle.runInFront().succeeded().stdout().replaceAll(" +", " "))
                .isEqualTo("monotonic -1 0\nboottime 77 5\n");
    }

    @Test
    void offsets_without_a_time_namespace_are_refused() {
        bundle("true");
        bundle.linux().add("timeOffsets", OciBundle.json("{\"boottime\":{\"secs\":77}}"));
        Run.Result result = bundle.runInFront();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("linux.timeOffsets", "a new time namespace");
    }

    @Test
    void files_of_three_users_through_an_idmapped_mount_have_the_right_owners_on_both_sides()
            throws IOException {
        Path folder = Files.createDirectory(directory.resolve("files"));
        for (int id : new int[] {0, 5, 1000}) {
            Path file = Files.createFile(folder.resolve("" + id));
            Files.setAttribute(file, "unix:uid", id);
        }
        bundle("stat -c '%n %u' /tmp/0 /tmp/5 /tmp/1000; touch /tmp/new");
        ownUsers();
        bundle.withFolder(folder, "/tmp");
        JsonArray mounts = bundle.config().getAsJsonArray("mounts");
        JsonObject mount = mounts.get(mounts.size() - 1).getAsJsonObject();
        mount.add("options", OciBundle.array("bind", "idmap"));
        assertThat(bundle.runInFront().succeeded().stdout())
                .isEqualTo("/tmp/0 0\n/tmp/5 5\n/tmp/1000 1000\n");
        assertThat(Files.getAttribute(folder.resolve("new"), "unix:uid")).isEqualTo(0);
    }

    @Test
    void a_mount_can_have_mappings_of_its_own_without_any_user_namespace() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("files"));
        Files.setAttribute(Files.createFile(folder.resolve("f")), "unix:uid", 3);
        bundle("stat -c %u /tmp/f");
        bundle.withFolder(folder, "/tmp");
        JsonArray mounts = bundle.config().getAsJsonArray("mounts");
        JsonObject mount = mounts.get(mounts.size() - 1).getAsJsonObject();
        mount.add("uidMappings", mappings(0, 4000, 10));
        mount.add("gidMappings", mappings(0, 4000, 10));
        assertThat(bundle.runInFront().succeeded().stdout()).isEqualTo("4003\n");
    }

    @Test
    void a_new_user_namespace_can_be_beside_a_network_that_is_the_hosts() {
        try (OtherRoom other = OtherRoom.of("--net")) {
            bundle("readlink /proc/self/ns/net; readlink /proc/self/ns/user");
            ownUsers();
            namespace("network", "/proc/" + other.pid() + "/ns/net");
            String[] links = bundle.runInFront().succeeded().stdout().split("\n");
            assertThat(links[0]).isEqualTo(other.link("net"));
            assertThat(links[1]).startsWith("user:").isNotEqualTo(OtherRoom.ours("user"));
        }
    }

    /** In which user 0 is root outside, and nobody else is anybody; group tty neither. */
    private void users(OtherRoom other) {
        namespace("user", "/proc/" + other.pid() + "/ns/user");
        for (JsonElement each : bundle.config().getAsJsonArray("mounts")) {
            JsonArray options = each.getAsJsonObject().getAsJsonArray("options");
            if (options != null) options.remove(new JsonPrimitive("gid=5"));
        }
    }

    @Test
    void a_user_namespace_that_is_there_is_joined_and_owns_what_is_new() {
        try (OtherRoom other = OtherRoom.of("--user", "--map-root-user", "--net", "--time")) {
            bundle(
                    "for k in user net time mnt pid; do readlink /proc/self/ns/$k; done;"
                            + " echo $$; cat /proc/self/uid_map; mount -t tmpfs t /tmp && hostname x");
            users(other);
            namespace("network", "/proc/" + other.pid() + "/ns/net");
            namespace("time", "/proc/" + other.pid() + "/ns/time");
            for (String set : new String[] {"bounding", "effective", "permitted"}) {
                bundle.process()
                        .getAsJsonObject("capabilities")
                        .add(set, OciBundle.array("CAP_SYS_ADMIN"));
            }
            List<String> seen = bundle.runInFront().succeeded().stdout().lines().toList();
            assertThat(seen).startsWith(other.link("user"), other.link("net"), other.link("time"));
            assertThat(seen.get(3)).isNotIn(other.link("mnt"), OtherRoom.ours("mnt"));
            assertThat(seen.get(4)).isNotIn(other.link("pid"), OtherRoom.ours("pid"));
            assertThat(seen.get(5)).isEqualTo("1");
            assertThat(seen.get(6).strip().replaceAll(" +", " ")).isEqualTo("0 0 1");
        }
    }

    @Test
    void a_container_in_a_user_namespace_that_is_there_is_created_started_and_entered() {
        int code = java.util.concurrent.ThreadLocalRandom.current().nextInt(1, 100);
        try (OtherRoom other = OtherRoom.of("--user", "--map-root-user")) {
            bundle("sleep 1000");
            users(other);
            bundle.create().succeeded();
            assertThat(bundle.status()).isEqualTo("created");
            assertThat(OtherRoom.link(bundle.pid(), "user")).isEqualTo(other.link("user"));
            bundle.oci("start", bundle.id()).succeeded();
            Run.Result entered = bundle.oci("exec", bundle.id(), "sh", "-c", "exit " + code);
            assertThat(entered.exitCode()).isEqualTo(code);
            bundle.oci("kill", bundle.id(), "KILL").succeeded();
        }
    }

    @Test
    void a_user_namespace_by_the_path_of_another_kind_is_refused() {
        bundle("true");
        namespace("user", "/proc/self/ns/uts");
        Run.Result result = bundle.runInFront();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("].path", "a uts namespace", "a user namespace");
    }

    @Test
    void clocks_of_others_can_be_joined() {
        try (OtherRoom other = OtherRoom.of("--time", "--boottime", "99")) {
            bundle("readlink /proc/self/ns/time");
            namespace("time", "/proc/" + other.pid() + "/ns/time_for_children");
            assertThat(bundle.runInFront().succeeded().stdout().strip())
                    .isEqualTo(other.link("time_for_children"));
        }
    }

    @Test
    void a_path_to_another_kind_is_refused_with_both_kinds() {
        bundle("true");
        namespace("network", "/proc/self/ns/ipc");
        Run.Result result = bundle.runInFront();
        OneLine.check(result, 125);
        assertThat(result.stderr())
                .contains("linux.namespaces[", "].path", "a ipc namespace", "a net namespace");
    }

    @Test
    void a_path_of_a_process_that_is_gone_is_refused() {
        bundle("true");
        namespace("ipc", "/proc/4194305/ns/ipc");
        Run.Result result = bundle.runInFront();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("process 4194305, which is not there");
    }

    @Test
    void ranges_that_overlap_are_refused() {
        bundle("true");
        ownUsers();
        JsonArray two = mappings(0, BASE, 10);
        two.addAll(mappings(5, BASE + 100, 10));
        bundle.linux().add("uidMappings", two);
        Run.Result result = bundle.runInFront();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains("linux.uidMappings", "overlap inside");
    }
}
