package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Containers that stay and share namespaces, looked at from outside. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap", "unshare"},
        debian = {"busybox-static", "util-linux", "uidmap", "util-linux"})
class KeptSharedTest {
    private static final String[] OPTIONS = {"--net", "--pid", "--ipc", "--uts", "--cgroupns"};

    @TempDir private Path folder;

    private static List<String> links(KeptWorld world, String name) {
        long pid = Long.parseLong(world.inspect(name, ".State.Pid"));
        List<String> links = new ArrayList<>();
        for (String option : OPTIONS) links.add(OtherRoom.link(pid, kind(option)));
        links.add(OtherRoom.link(pid, "user"));
        return links;
    }

    private static String kind(String option) {
        return option.substring(2).replace("cgroupns", "cgroup");
    }

    private static List<String> all(String value, String... others) {
        List<String> options = new ArrayList<>(List.of(others));
        for (String each : OPTIONS) options.addAll(List.of(each, value));
        return options;
    }

    @ParameterizedTest
    @EnumSource
    void five_kinds_are_those_of_a_container_by_its_name_also_when_both_start_again(
            ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            world.detached(all("container:one", "--name", "two"), "sleep", "1000");
            assertThat(links(world, "two")).isEqualTo(links(world, "one"));
            String before = world.inspect("one", ".State.Pid");

            world.output("rename", "one", "renamed");
            world.output("restart", "-t", "0", "renamed");
            world.output("restart", "-t", "0", "two");
            assertThat(world.inspect("renamed", ".State.Pid")).isNotEqualTo(before);
            assertThat(links(world, "two"))
                    .isEqualTo(links(world, "renamed"))
                    .doesNotContain(OtherRoom.ours("net"), OtherRoom.ours("pid"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_keeper_stays_where_we_are(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            world.detached(all("container:one", "--name", "two"), "sleep", "1000");
            long keeper = Long.parseLong(world.inspect("two", ".State.KeeperPid"));
            String us = Run.output("id", "-u");
            if (us.equals("0")) {
                for (String option : OPTIONS) {
                    String kind = kind(option);
                    assertThat(OtherRoom.link(keeper, kind)).isEqualTo(OtherRoom.ours(kind));
                }
            }
            assertThat(KeptWorld.residentKib("" + keeper)).isLessThanOrEqualTo(64);
            // In a PID namespace that ends, the container does, and its keeper tells.
            world.output("kill", "one");
            assertThat(world.output("wait", "two")).isEqualTo("137");
        }
    }

    @ParameterizedTest
    @EnumSource
    void five_kinds_can_be_the_hosts(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(all("host", "--name", "one"), "sleep", "1000");
            List<String> ours = new ArrayList<>();
            for (String option : OPTIONS) ours.add(OtherRoom.ours(kind(option)));
            assertThat(links(world, "one").subList(0, OPTIONS.length)).isEqualTo(ours);
            world.output("restart", "-t", "0", "one");
            assertThat(links(world, "one").subList(0, OPTIONS.length)).isEqualTo(ours);
        }
    }

    @Test
    @NeedsRoot
    void a_network_can_be_named_by_its_path_and_its_process_by_its_number() {
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder);
                OtherRoom other = OtherRoom.of("--net", "--ipc")) {
            String path = "/proc/" + other.pid() + "/ns/net";
            world.detached(
                    List.of("--name", "one", "--net", path, "--ipc", "pid:" + other.pid()),
                    "sleep",
                    "1000");
            assertThat(links(world, "one")).contains(other.link("net"), other.link("ipc"));
            world.output("restart", "-t", "0", "one");
            assertThat(links(world, "one")).contains(other.link("net"), other.link("ipc"));
        }
    }

    @Test
    @NeedsRoot
    void ids_of_its_own_go_with_a_network_that_is_another_containers() {
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            world.detached(
                    List.of("--name", "two", "--net", "container:one", "--userns", "auto"),
                    "sleep",
                    "1000");
            List<String> two = links(world, "two");
            assertThat(two.get(0)).isEqualTo(links(world, "one").get(0));
            assertThat(two.get(OPTIONS.length)).isNotEqualTo(OtherRoom.ours("user"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void an_image_that_nobody_inside_could_read_is_refused(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String root = Installed.busybox().toString();
            world.output(
                    "run",
                    "-d",
                    "--name",
                    "one",
                    "--userns",
                    "auto",
                    "--rootfs",
                    root,
                    "--",
                    "sleep",
                    "1000");
            String ids = user == ImageUser.ROOT ? "container:one" : "auto";
            Run.Result refused =
                    world.slipway(
                                    "run",
                                    "-d",
                                    "--userns",
                                    ids,
                                    "--rootfs",
                                    root + ":O",
                                    "--",
                                    "true")
                            .result();
            OneLine.check(refused, 125);
            assertThat(refused.stderr()).contains("does not go with an image");
            assertThat(world.output("ps", "-aq")).hasLineCount(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_user_namespace_can_be_anothers(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String ids = user == ImageUser.WITHOUT_IDS ? "host" : "auto";
            String root = Installed.busybox().toString();
            String[] one = {"--name", "one", "--userns", ids};
            String[] two = {"--name", "two", "--userns", "container:one"};
            for (String[] options : new String[][] {one, two}) {
                List<String> words = new ArrayList<>(List.of("run", "-d"));
                words.addAll(List.of(options));
                words.addAll(List.of("--rootfs", root, "--", "sleep", "1000"));
                world.output(words.toArray(new String[0]));
            }
            assertThat(links(world, "two").get(OPTIONS.length))
                    .isEqualTo(links(world, "one").get(OPTIONS.length))
                    .isNotEqualTo(OtherRoom.ours("user"));
            assertThat(links(world, "two").get(0)).isNotEqualTo(links(world, "one").get(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_gone_at_a_start_is_one_line_and_the_container_is_still_there(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            world.detached(
                    List.of("--name", "two", "--net", "container:one"), "sh", "-c", "exit 9");
            assertThat(world.output("wait", "two")).isEqualTo("9");
            world.output("stop", "-t", "0", "one");
            Run.Result stopped = world.slipway("start", "two").result();
            assertThat(stopped.exitCode()).isEqualTo(1);
            assertThat(stopped.stderr())
                    .hasLineCount(1)
                    .contains("--net container:", "that container does not run", "Try: ");
            world.output("rm", "one");
            Run.Result removed = world.slipway("start", "two").result();
            assertThat(removed.stderr()).hasLineCount(1).contains("no such container");
            assertThat(world.inspect("two", ".State.ExitCode")).isEqualTo("9");
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_that_is_started_again_by_itself_is_where_it_was(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            String id =
                    world.detached(
                            List.of(
                                    "--name",
                                    "two",
                                    "--net",
                                    "container:one",
                                    "--restart",
                                    "on-failure:2"),
                            "sh",
                            "-c",
                            "readlink /proc/self/ns/net; exit 4");
            String line = links(world, "one").get(0) + "\n";
            Eventually.holds(() -> world.printed(id, 1).equals(line.repeat(3)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void why_it_was_not_started_again_is_written_down(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "one"), "sleep", "1000");
            world.detached(
                    List.of("--name", "two", "--net", "container:one", "--restart", "always"),
                    "sh",
                    "-c",
                    "sleep 2; exit 4");
            world.output("stop", "-t", "0", "one");
            Eventually.holds(() -> world.inspect("two", ".State.Error").contains("does not run"));
            assertThat(world.inspect("two", ".State.ExitCode")).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_one_without_own_processes_leaves_behind_ends_with_it(ImageUser user) {
        int seconds = ThreadLocalRandom.current().nextInt(100_000, 900_000);
        String script = "setsid sleep " + seconds + " & setsid sh -c 'sleep " + seconds + "; :' &";
        try (KeptWorld world = new KeptWorld(user, folder)) {
            List<String> options = List.of("--name", "one", "--pid", "host");
            world.detached(options, "sh", "-c", script + " sleep 2; exit 3");
            Eventually.holds(() -> sleeping(seconds) >= 2);
            assertThat(world.output("wait", "one")).isEqualTo("3");
            Eventually.holds(() -> sleeping(seconds) == 0);
            world.output("start", "one");
            // While what was left is still there.
            assertThat(world.output("wait", "one")).isEqualTo("3");
            world.output("start", "one");
            world.output("rm", "-f", "one");
            Eventually.holds(() -> sleeping(seconds) == 0);
        }
    }

    private static long sleeping(int seconds) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("sleep " + seconds))
                .count();
    }
}
