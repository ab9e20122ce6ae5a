package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Containers that stay with ids, clocks and settings of their own, looked at from outside. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class KeptIdsTest {
    @TempDir private Path folder;

    private static String file(KeptWorld world, String name, String file) {
        try {
            String pid = world.inspect(name, ".State.Pid");
            String text = Files.readString(Path.of("/proc/" + pid + "/" + file));
            return text.strip().replaceAll("[ \t]+", " ");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long firstId(String map) {
        return Long.parseLong(map.split(" ")[1]);
    }

    /** Of the three users, as {@code find} sees it from outside. */
    private static List<String> owners(Path volume) {
        String[] find = {"find", volume.toString(), "-type", "f", "-printf", "%f %U %G\\n"};
        return Run.output(find).lines().sorted().toList();
    }

    @Test
    @NeedsRoot
    void files_of_three_users_through_an_idmapped_mount_have_the_right_owners_on_both_sides()
            throws IOException {
        Path volume = Files.createDirectory(Installed.opened(folder).resolve("volume"));
        int some = ThreadLocalRandom.current().nextInt(2000, 60_000);
        String script =
                "cd /v; for id in 0 5 "
                        + some
                        + "; do touch $id; chown $id:$id $id; done; stat -c '%n %u %g' *; sleep 1000";
        String[] right = {"0 0 0", "5 5 5", some + " " + some + " " + some};
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder)) {
            List<String> options =
                    List.of("--name", "one", "--userns", "auto", "-v", volume + ":/v:idmap");
            String id = world.detached(options, "sh", "-c", script);
            await(world, id, right.length);
            assertThat(world.printed(id, 1).lines()).containsExactlyInAnyOrder(right);
            assertThat(owners(volume)).containsExactlyInAnyOrder(right);
            assertThat(firstId(file(world, "one", "uid_map"))).isGreaterThan(65_536);

            world.output("restart", "-t", "0", "one");
            await(world, id, 2 * right.length);
            assertThat(world.printed(id, 1).lines()).containsOnly(right);
            assertThat(owners(volume)).containsExactlyInAnyOrder(right);
        }
    }

    private static void await(KeptWorld world, String id, long lines) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (world.printed(id, 1).lines().count() < lines) {
            assertThat(System.nanoTime()).as("a minute has passed").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    @NeedsRoot
    void an_automatic_range_is_its_own_until_it_is_removed_also_while_it_does_not_run()
            throws IOException {
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder)) {
            String script = "touch /f; chown 7:8 /f; stat -c %u:%g /f; sleep 1000";
            String id =
                    world.detached(
                            List.of("--name", "one", "--userns", "auto"), "sh", "-c", script);
            await(world, id, 1);
            String map = file(world, "one", "uid_map");
            assertThat(map).startsWith("0 ").endsWith(" 65536");
            Path file = world.data().resolve("containers/" + id + "/upper/f");
            assertThat(Run.output("stat", "-c", "%u:%g", file.toString())).isEqualTo("7:8");
            world.output("stop", "-t", "0", "one");

            world.detached(List.of("--name", "two", "--userns", "auto"), "sleep", "1000");
            assertThat(Math.abs(firstId(file(world, "two", "uid_map")) - firstId(map)))
                    .isGreaterThanOrEqualTo(65_536);
            world.output("start", "one");
            assertThat(file(world, "one", "uid_map")).isEqualTo(map);
            await(world, id, 2);
            assertThat(world.printed(id, 1)).isEqualTo("7:8\n7:8\n");

            world.output("rm", "-f", "one");
            world.detached(List.of("--name", "three", "--userns", "auto"), "sleep", "1000");
            assertThat(file(world, "three", "uid_map")).isEqualTo(map);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keep_id_lets_one_be_oneself_inside_and_outside(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one", "--userns", "keep-id"), "sleep", "1000");
            String uid = user.uid();
            assertThat(file(world, "one", "uid_map").lines().map(String::strip))
                    .contains(uid + " " + uid + " 1");
            assertThat(file(world, "one", "status")).contains("Uid: " + uid + " " + uid);
        }
    }

    @Test
    @NeedsRoot
    void maps_are_as_they_were_written() {
        int first = ThreadLocalRandom.current().nextInt(200_000, 900_000);
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder)) {
            world.detached(
                    List.of("--name", "one", "--uidmap", "0:" + first + ":9"), "sleep", "1000");
            for (String each : new String[] {"uid_map", "gid_map"}) {
                assertThat(file(world, "one", each)).isEqualTo("0 " + first + " 9");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void clocks_and_settings_of_its_own_are_there_again_after_a_restart(ImageUser user) {
        int days = ThreadLocalRandom.current().nextInt(1000, 9000);
        String ahead = "boottime=" + days * 86_400L;
        int most = ThreadLocalRandom.current().nextInt(10_000, 60_000);
        List<String> options = new ArrayList<>(List.of("--name", "one", "--time-offset", ahead));
        options.addAll(List.of("--sysctl", "kernel.shmmni=" + most / 10));
        String script = "cut -d. -f1 /proc/uptime; cat /proc/sys/kernel/shmmni; sleep 1000";
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String id = world.detached(options, "sh", "-c", script);
            await(world, id, 2);
            world.output("restart", "-t", "0", "one");
            await(world, id, 4);
            List<String> seen = world.printed(id, 1).lines().toList();
            assertThat(Long.parseLong(seen.get(0))).isGreaterThan(days * 86_400L);
            assertThat(Long.parseLong(seen.get(2))).isGreaterThan(days * 86_400L);
            assertThat(seen).contains("" + most / 10);
            assertThat(file(world, "one", "timens_offsets")).contains("boottime " + days * 86_400L);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--uidmap 0:100000:10 --uidmap 5:200000:10,overlap inside",
        "--uidmap 0:100000:10 --uidmap 20:100005:10,overlap outside",
        "--net ns:/proc/self/ns/uts,a uts namespace",
        "--ipc pid:4194305,'process 4194305, which is not there'",
        "--net container:nobody,no such container",
        "--sysctl kernel.panic=1,the whole machine",
        "--net host --sysctl net.ipv4.ip_forward=1,would change what others see",
        "--userns who,is not understood",
        "--time-offset realtime=1,is not understood",
    })
    void what_cannot_be_is_one_line_and_leaves_nothing(String options, String told) {
        for (ImageUser user : ImageUser.values()) {
            try (KeptWorld world = new KeptWorld(user, folder)) {
                List<String> words = new ArrayList<>(List.of("run", "-d"));
                words.addAll(List.of(options.split(" ")));
                words.addAll(List.of("--rootfs", Installed.busybox().toString(), "--", "true"));
                Run.Result result = world.slipway(words.toArray(new String[0])).result();
                OneLine.check(result, 125);
                assertThat(result.stderr()).contains(told);
                assertThat(world.output("ps", "-aq")).isEmpty();
            }
        }
    }
}
