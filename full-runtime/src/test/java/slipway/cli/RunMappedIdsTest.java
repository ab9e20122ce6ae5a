package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.SubordinateIds;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Who is who in containers of root's, and whose the files are. */
@NeedsRoot
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare"},
        debian = {"busybox-static", "util-linux", "util-linux"})
class RunMappedIdsTest {
    private static final String TESTER = "slipway-tester";
    private static final String MAPS = "cat /proc/self/uid_map /proc/self/gid_map";

    @TempDir private Path directory;
    private Path volume = Path.of("/");

    @BeforeEach
    void a_folder() throws IOException {
        volume = Files.createDirectory(Installed.opened(directory).resolve("volume"));
    }

    private static List<String> lines(String... words) {
        return Slipway.busybox(words)
                .as(Caller.ROOT)
                .output()
                .lines()
                .map(line -> line.strip().replaceAll(" +", " "))
                .toList();
    }

    private List<String> ownersOutside() {
        return Run.output("find", volume.toString(), "-mindepth", "1", "-printf", "%f %U %G\\n")
                .lines()
                .sorted()
                .toList();
    }

    @Test
    void files_of_three_users_through_an_idmapped_mount_have_the_right_owners_on_both_sides() {
        String make = "cd /v; for id in 0 5 1000; do touch $id; chown $id:$id $id; done;";
        List<String> seen =
                lines(
                        "--userns",
                        "auto",
                        "-v",
                        volume + ":/v:idmap",
                        "--",
                        "sh",
                        "-c",
                        make + "stat -c '%n %u %g' 0 5 1000");
        assertThat(seen).containsExactly("0 0 0", "5 5 5", "1000 1000 1000");
        assertThat(ownersOutside()).containsExactly("0 0 0", "1000 1000 1000", "5 5 5");

        List<String> plain =
                lines("--userns", "auto", "-v", volume + ":/v", "--", "stat", "-c", "%u", "/v/5");
        assertThat(plain).containsExactly("65534");
    }

    @Test
    void what_is_written_to_the_root_has_the_same_owners_on_the_disk() {
        Path tree = Caller.ROOT.ownBusybox(directory);
        Slipway.run(tree, "--userns", "auto", "--", "sh", "-c", "touch /f; chown 7:8 /f")
                .as(Caller.ROOT)
                .output();
        assertThat(Run.output("stat", "-c", "%u %g", tree.resolve("f").toString()).strip())
                .isEqualTo("7 8");
    }

    @Test
    void an_image_can_be_written_to_by_a_root_whose_ids_nobody_else_has() throws IOException {
        String data = Files.createDirectory(directory.resolve("data")).toString();
        Path archive = SmallImage.save(directory, "mapped");
        Slipway.words("load", "-i", archive.toString())
                .as(Caller.ROOT)
                .environment("SLIPWAY_DATA", data)
                .output();
        String script =
                "touch /bin/f; chown 9:9 /bin/f; rm -r /tmp; mkdir /tmp; stat -c %u /bin/f /tmp";
        assertThat(
                        Slipway.words("run", "--userns", "auto", "mapped", "sh", "-c", script)
                                .as(Caller.ROOT)
                                .environment("SLIPWAY_DATA", data)
                                .output())
                .isEqualTo("9\n0\n");
        Slipway.words("rmi", "mapped").as(Caller.ROOT).environment("SLIPWAY_DATA", data).output();
    }

    @Test
    void two_containers_at_once_have_ranges_of_which_no_id_is_in_both() throws IOException {
        Path fifo = volume.resolve("fifo");
        Run.output("mkfifo", fifo.toString());
        Process first =
                Slipway.busybox(
                                "--userns",
                                "auto",
                                "-v",
                                volume + ":/v:idmap",
                                "--",
                                "sh",
                                "-c",
                                "cat /proc/self/uid_map >/v/map; read line </v/fifo")
                        .as(Caller.ROOT)
                        .start();
        try {
            while (!Files.exists(volume.resolve("map")) || Files.size(volume.resolve("map")) == 0) {
                Thread.onSpinWait();
                assertThat(first.isAlive()).isTrue();
            }
            long one = firstId(Files.readString(volume.resolve("map")));
            long other =
                    firstId(lines("--userns", "auto", "--", "cat", "/proc/self/uid_map").get(0));
            assertThat(Math.abs(one - other)).isGreaterThanOrEqualTo(65_536);
        } finally {
            Run.program("sh", "-c", "echo >" + fifo).result();
            first.onExit().join();
        }
    }

    private static long firstId(String map) {
        return Long.parseLong(map.strip().split(" +")[1]);
    }

    @Test
    void a_range_is_free_again_after_its_container_also_if_slipway_was_killed() throws Exception {
        String look = "cat /proc/self/uid_map";
        long first = firstId(lines("--userns", "auto", "--", "sh", "-c", look).get(0));
        Process killed =
                Slipway.busybox(
                                "--userns",
                                "auto",
                                "-v",
                                volume + ":/v:idmap",
                                "--",
                                "sh",
                                "-c",
                                look + " >/v/map; sleep 600")
                        .as(Caller.ROOT)
                        .start();
        while (!Files.exists(volume.resolve("map")) || Files.size(volume.resolve("map")) == 0) {
            Thread.onSpinWait();
        }
        long meanwhile = firstId(Files.readString(volume.resolve("map")));
        killed.destroyForcibly().waitFor();
        assertThat(meanwhile).isEqualTo(first);
        assertThat(firstId(lines("--userns", "auto", "--", "sh", "-c", look).get(0)))
                .isEqualTo(first);
    }

    @Test
    void maps_of_several_ranges_are_as_they_were_written() {
        assertThat(
                        lines(
                                "--uidmap",
                                "0:300000:10",
                                "--uidmap",
                                "10:400000:5",
                                "--gidmap",
                                "0:500000:100",
                                "--",
                                "sh",
                                "-c",
                                MAPS))
                .containsExactly("0 300000 10", "10 400000 5", "0 500000 100");
    }

    @Test
    void keep_id_lets_root_be_root_outside_and_nobody_else_anybody() {
        List<String> maps = lines("--userns", "keep-id", "--", "sh", "-c", MAPS + "; id -u");
        assertThat(maps.get(0)).isEqualTo("0 0 1");
        assertThat(maps.get(1)).startsWith("1 ").endsWith(" 65536");
        assertThat(maps.get(4)).isEqualTo("0");
    }

    private String tester(String... words) {
        assumeTrue(
                Run.program("id", TESTER).result().exitCode() == 0,
                "needs the user " + TESTER + ": .ci/setup");
        return Slipway.busybox(words)
                .as(Caller.ROOT)
                .asCallerBehind(
                        "setpriv",
                        "--reuid=" + TESTER,
                        "--regid=" + TESTER,
                        "--init-groups",
                        "--inh-caps=-all",
                        "env",
                        "XDG_DATA_HOME=" + volume)
                .result()
                .succeeded()
                .stdout();
    }

    private long testersUid() {
        return Long.parseLong(Run.output("id", "-u", TESTER).strip());
    }

    private SubordinateIds.Range testersIds() throws IOException {
        return SubordinateIds.of(Path.of("/etc/subuid")).rangesOf(TESTER, testersUid()).get(0);
    }

    @Test
    void keep_id_lets_an_ordinary_user_be_himself_and_own_what_he_makes() {
        Run.output("chown", TESTER, volume.toString());
        String uid = Long.toString(testersUid());
        assertThat(
                        tester(
                                "--userns",
                                "keep-id",
                                "-v",
                                volume + ":/v",
                                "--",
                                "sh",
                                "-c",
                                "id -u; touch /v/mine; stat -c %u /v/mine"))
                .isEqualTo(uid + "\n" + uid + "\n");
        assertThat(ownersOutside()).anyMatch(line -> line.startsWith("mine " + uid + " "));
    }

    @Test
    void keep_id_lets_one_with_a_single_id_be_himself_with_no_right() {
        Caller.USER.own(volume);
        String uid = Integer.toString(Caller.USER.uid());
        String script =
                "id -u; touch /tmp/mine; stat -c %u /tmp/mine; grep CapEff /proc/self/status";
        String[] words = {"--userns", "keep-id", "-v", volume + ":/tmp", "--", "sh", "-c", script};
        assertThat(Slipway.busybox(words).as(Caller.USER).output().replaceAll("\\s+", " "))
                .isEqualTo(uid + " " + uid + " CapEff: 0000000000000000 ");
        assertThat(ownersOutside()).containsExactly("mine " + uid + " " + uid);
        assertThat(
                        Slipway.busybox("--userns", "keep-id:uid=7,gid=8", "--", "id")
                                .as(Caller.USER)
                                .output())
                .startsWith("uid=7 gid=8");
    }

    @Test
    void the_ids_of_a_name_are_all_that_it_is_given() throws IOException {
        SubordinateIds.Range ids = testersIds();
        String right = "0 " + ids.first() + " " + ids.count();
        String[] options = {"--subuidname", TESTER, "--", "cat", "/proc/self/uid_map"};
        assertThat(lines(options)).containsExactly(right);
        assertThat(tester(options).strip().replaceAll(" +", " ")).isEqualTo(right);
        options[0] = "--subgidname";
        options[4] = "/proc/self/gid_map";
        assertThat(lines(options)).hasSize(1).first().asString().startsWith("0 ");
        Run.Result nobody =
                Slipway.busybox("--subuidname", "no-such-name", "--", "true")
                        .as(Caller.ROOT)
                        .result();
        OneLine.check(nobody, 125);
        assertThat(nobody.stderr()).contains("no-such-name", "/etc/subuid");
        Run.Result both =
                Slipway.busybox("--subuidname", TESTER, "--userns", "auto", "--", "true")
                        .as(Caller.ROOT)
                        .result();
        OneLine.check(both, 125);
        Run.Result others =
                Slipway.busybox("--subuidname", TESTER, "--", "true").as(Caller.USER).result();
        OneLine.check(others, 125);
        assertThat(others.stderr()).contains("are not yours to map");
    }

    @Test
    void with_nomap_an_ordinary_users_container_has_none_of_his_ids() throws IOException {
        SubordinateIds.Range ids = testersIds();
        assertThat(
                        tester("--userns", "nomap", "--", "cat", "/proc/self/uid_map")
                                .strip()
                                .replaceAll(" +", " "))
                .isEqualTo("0 " + ids.first() + " " + ids.count());
    }

    @Test
    void an_ordinary_users_automatic_range_is_one_of_his() throws IOException {
        Run.output("chown", TESTER, volume.toString());
        SubordinateIds.Range ids = testersIds();
        assertThat(
                        tester("--userns", "auto", "--", "cat", "/proc/self/uid_map")
                                .strip()
                                .replaceAll(" +", " "))
                .isEqualTo("0 " + ids.first() + " 1024");
    }

    @Test
    void a_plan_has_the_calls_by_which_files_get_their_owners() {
        String[] words = {"--plan", "--userns", "auto", "-v", volume + ":/tmp:idmap", "--", "true"};
        String plan = Slipway.busybox(words).as(Caller.ROOT).output();
        assertThat(plan)
                .containsSubsequence(
                        "## host: show files",
                        "CLONE_NEWUSER",
                        "write(\"/proc/$pid/uid_map\"",
                        "\"/proc/$pid/ns/user\", O_RDONLY|O_CLOEXEC, 0) = $owners",
                        "open_tree(AT_FDCWD, \"" + Installed.busybox() + "\", OPEN_TREE_CLONE",
                        "open_tree(AT_FDCWD, \"" + volume + "\", OPEN_TREE_CLONE",
                        "{attr_set=MOUNT_ATTR_IDMAP, userns_fd=$owners}",
                        "## host: make the process, which waits");
        assertThat(Slipway.busybox("--plan", "--", "true").as(Caller.ROOT).output())
                .doesNotContain("MOUNT_ATTR_IDMAP");
    }

    @Test
    void an_ordinary_user_gets_the_plain_folder_and_is_told_so() {
        Run.Result result =
                Slipway.busybox("-v", volume + ":/v:idmap", "--", "stat", "-c", "%u", "/v")
                        .as(Caller.USER)
                        .result();
        assertThat(result.succeeded().stdout()).isEqualTo("65534\n");
        assertThat(result.stderr())
                .startsWith("slipway: " + volume + " is shown as it is, without idmap")
                .hasLineCount(1);
    }
}
