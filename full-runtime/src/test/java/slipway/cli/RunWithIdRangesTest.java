package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.linux.SubordinateIds;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/**
 * An ordinary user to whom /etc/subuid and /etc/subgid give ids: the tester whom .ci/setup makes.
 */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class RunWithIdRangesTest {
    private static final String TESTER = "slipway-tester";

    @TempDir private Path directory;
    private long uid;
    private long gid;
    private SubordinateIds.Range users = new SubordinateIds.Range(0, 0);
    private SubordinateIds.Range groups = new SubordinateIds.Range(0, 0);
    private Path volume = Path.of("/");

    @BeforeEach
    void a_volume_of_the_tester() throws IOException {
        Caller.ROOT.prefix(); // ends the test where we may not become somebody else
        assumeTrue(
                Run.program("id", TESTER).result().exitCode() == 0,
                "needs the user " + TESTER + ": .ci/setup");
        uid = Long.parseLong(Run.output("id", "-u", TESTER));
        gid = Long.parseLong(Run.output("id", "-g", TESTER));
        users = SubordinateIds.of(Path.of("/etc/subuid")).rangesOf(TESTER, uid).get(0);
        groups = SubordinateIds.of(Path.of("/etc/subgid")).rangesOf(TESTER, uid).get(0);
        volume = Files.createDirectory(Installed.opened(directory).resolve("volume"));
        Run.output("chown", uid + ":" + gid, volume.toString());
    }

    @Test
    void the_maps_have_the_user_as_root_and_its_range_from_1_on() {
        String[] lines = inside("cat /proc/self/uid_map /proc/self/gid_map").split("\n");
        assertThat(lines)
                .extracting(line -> line.strip().replaceAll(" +", " "))
                .startsWith("0 " + uid + " 1", "1 " + users.first() + " " + users.count())
                .contains("0 " + gid + " 1", "1 " + groups.first() + " " + groups.count());
    }

    @Test
    void root_has_no_group_of_the_callers() {
        assertThat(inside("id -u; id -g; id -G")).isEqualTo("0\n0\n0\n");
    }

    @Test
    void group_tty_is_there_for_terminals() {
        assertThat(inside("grep ' devpts ' /proc/mounts")).contains("gid=" + (groups.first() + 4));
    }

    @Test
    void files_of_three_owners_have_the_right_owners_outside_and_the_right_ones_inside() {
        inside("cd /tmp; for id in 0 1 1000; do touch $id; chown $id:$id $id; done");
        assertThat(ownersOutside())
                .containsExactlyInAnyOrder(
                        "0 " + uid + " " + gid,
                        "1 " + users.first() + " " + groups.first(),
                        "1000 " + (users.first() + 999) + " " + (groups.first() + 999));
        assertThat(inside("cd /tmp; stat -c '%n %u %g' 0 1 1000"))
                .isEqualTo("0 0 0\n1 1 1\n1000 1000 1000\n");
    }

    @Test
    void a_program_of_any_other_user_runs_and_owns_what_it_makes() {
        int id = 1 + new Random().nextInt(60_000);
        inside("chmod 1777 /tmp");
        String who = tester("--user", id + ":" + id, "sh", "-c", "id -u; id -g; touch /tmp/f");
        assertThat(who).isEqualTo(id + "\n" + id + "\n");
        assertThat(ownersOutside())
                .containsExactly("f " + (users.first() + id - 1) + " " + (groups.first() + id - 1));
    }

    @Test
    void what_the_user_cannot_remove_outside_is_removed_in_a_container() {
        inside("mkdir -m 700 /tmp/d && touch /tmp/d/file && chown -R 7:7 /tmp/d");
        Run.Result outside =
                Run.program(
                                "setpriv",
                                "--reuid=" + uid,
                                "--regid=" + gid,
                                "--clear-groups",
                                "rm",
                                "-rf",
                                volume.resolve("d").toString())
                        .result();
        assertThat(outside.exitCode()).isNotZero();
        assertThat(outside.stderr()).contains("Permission denied");
        assertThat(volume.resolve("d/file")).exists();

        inside("rm -rf /tmp/d");
        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void a_private_copy_takes_its_files_of_other_owners_with_it() {
        Run.Result result =
                Slipway.words(
                                "run",
                                "--rootfs",
                                Installed.busybox() + ":O",
                                "sh",
                                "-c",
                                "mkdir -m 700 /d && touch /d/file && chown -R 7:7 /d && stat -c %u /d")
                        .as(Caller.ROOT)
                        .asCallerBehind(becoming())
                        .result();
        assertThat(result.succeeded().stdout()).isEqualTo("7\n");
        assertThat(Installed.busybox().resolve("d")).doesNotExist();
    }

    @Test
    void a_user_who_may_not_use_newuidmap_is_told_so_in_one_line() {
        Run.Result result =
                Slipway.busybox("true")
                        .as(Caller.ROOT)
                        .asCallerBehind(becoming("--no-new-privs"))
                        .result();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(1);
        assertThat(result.stderr())
                .contains("newuidmap ", " failed: exit 1", "Operation not permitted", "setuid root")
                .contains("Try: ", "/etc/subuid");
    }

    @Test
    void the_plan_shows_the_two_programs() {
        String maps = "0 %d 1 1 %d %d";
        assertThat(tester("--plan", "true").lines())
                .contains(
                        "newuidmap $pid " + maps.formatted(uid, users.first(), users.count()),
                        "newgidmap $pid " + maps.formatted(gid, groups.first(), groups.count()));
    }

    /** Each file of the volume with the numbers of its owner and group. */
    private List<String> ownersOutside() {
        return Run.output("find", volume.toString(), "-mindepth", "1", "-printf", "%f %U %G\\n")
                .lines()
                .toList();
    }

    private String inside(String script) {
        return tester("sh", "-c", script);
    }

    private String tester(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "-v";
        all[1] = volume + ":/tmp";
        System.arraycopy(words, 0, all, 2, words.length);
        return Slipway.busybox(all).as(Caller.ROOT).asCallerBehind(becoming()).output();
    }

    private String[] becoming(String... options) {
        String[] command = new String[5 + options.length];
        command[0] = "setpriv";
        command[1] = "--reuid=" + uid;
        command[2] = "--regid=" + gid;
        command[3] = "--clear-groups";
        command[4] = "--inh-caps=-all";
        System.arraycopy(options, 0, command, 5, options.length);
        return command;
    }
}
