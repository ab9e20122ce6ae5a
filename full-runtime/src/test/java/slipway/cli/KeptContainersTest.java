package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Containers that go on without the command that started them. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class KeptContainersTest {
    private static final int ID_LENGTH = 64;
    private static final long MOST_KIB = 64;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void a_detached_container_outlives_its_command_and_its_end_is_not_lost(ImageUser user) {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        String word = "w" + ThreadLocalRandom.current().nextLong();
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String id =
                    world.detached(
                            List.of("-i", "--name", "web", "-l", "a=b"),
                            "sh",
                            "-c",
                            "echo " + word + "; echo no >&2; read x; echo $x; exit " + code);
            assertThat(id).hasSize(ID_LENGTH);
            assertThat(world.output("ps", "-q")).isEqualTo(id.substring(0, 12));
            assertThat(world.output("ps")).contains("web", "Up ");
            String keeper = world.inspect("web", ".State.KeeperPid");
            assertThat(KeptWorld.residentKib(keeper)).isLessThanOrEqualTo(MOST_KIB);
            assertThat(world.output("top", "web")).contains("read x");
            Path stdin = world.data().resolve("containers/" + id + "/stdin");
            Run.output("sh", "-c", "echo typed >'" + stdin + "'");
            assertThat(world.output("wait", "web")).isEqualTo("" + code);
            assertThat(world.inspect("web", ".State.ExitCode")).isEqualTo("" + code);
            assertThat(world.inspect(id.substring(0, 5), ".State.Status")).isEqualTo("exited");
            assertThat(world.output("ps", "-q")).isEmpty();
            assertThat(world.output("ps", "-a", "-f", "label=a=b", "--format", "json"))
                    .contains("\"Names\":\"web\"", "Exited (" + code + ")");
            assertThat(world.printed(id, 1)).isEqualTo(word + "\ntyped\n");
            assertThat(world.printed(id, 2)).isEqualTo("no\n");
            assertThat(world.output("rm", "web")).isEqualTo("web");
            assertThat(world.output("ps", "-aq")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_it_has_written_is_there_when_it_is_started_again_and_goes_with_rm(ImageUser user)
            throws Exception {
        Path image = SmallImage.save(folder, "small");
        KeptWorld world = new KeptWorld(user, folder);
        user.load(world.data(), image);
        String script = "[ -e /seen ] && cat /seen; id -u >/seen; chown 7 /seen; exit 0";
        if (user == ImageUser.WITHOUT_IDS) script = script.replace("chown 7 /seen; ", "");
        String id = world.output("create", "--name", "one", "small", "sh", "-c", script);
        assertThat(world.inspect("one", ".State.Status")).isEqualTo("created");
        assertThat(world.output("start", "one")).isEqualTo("one");
        assertThat(world.output("wait", "one")).isEqualTo("0");
        assertThat(world.printed(id, 1)).isEmpty();
        Run.Result refused = world.slipway("rmi", "small").result();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.stderr()).contains("one").contains("Try: slipway rm one");
        world.output("start", "one");
        assertThat(world.output("wait", "one")).isEqualTo("0");
        assertThat(world.printed(id, 1)).isEqualTo("0\n");
        world.close();
        user.removeAll(world.data());
    }

    @ParameterizedTest
    @EnumSource
    void stop_asks_first_and_kills_whoever_does_not_listen(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String listens = "trap 'echo bye; exit 3' USR1; echo up; while :; do sleep 0.1; done";
            String id = world.detached(List.of("--stop-signal", "USR1"), "sh", "-c", listens);
            Eventually.holds(() -> world.printed(id, 1).equals("up\n"));
            world.detached(List.of("--name", "deaf", "--restart", "always"), "sleep", "1000");
            assertThat(world.output("stop", "-t", "1", id, "deaf")).isEqualTo(id + "\ndeaf");
            assertThat(world.output("wait", id, "deaf")).isEqualTo("3\n137");
            assertThat(world.printed(id, 1)).isEqualTo("up\nbye\n");
            Run.Result again = world.slipway("kill", "deaf").result();
            OneLine.check(again, 1);
            assertThat(again.stderr()).contains("deaf is not running");
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_is_started_again_as_often_as_its_policy_says(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String id =
                    world.detached(
                            List.of("--restart", "on-failure:2", "--name", "fails"),
                            "sh",
                            "-c",
                            "echo once >>/runs; cat /runs; exit 4");
            Eventually.holds(() -> world.printed(id, 1).equals("once\n".repeat(6)));
            Eventually.holds(() -> world.inspect("fails", ".State.Status").equals("exited"));
            assertThat(world.inspect("fails", ".RestartCount")).isEqualTo("2");
            assertThat(world.inspect("fails", ".State.ExitCode")).isEqualTo("4");
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_rm_nothing_is_left_of_it_once_it_has_ended(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String id = world.detached(List.of("--rm", "--name", "brief"), "sleep", "1");
            Eventually.holds(() -> !Files.exists(world.data().resolve("containers").resolve(id)));
            assertThat(world.output("ps", "-aq")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_word_leaves_nothing_and_is_answered_as_docker_answers(ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String root = Installed.busybox().toString();
            Run.Result missing =
                    world.slipway("run", "-d", "--rootfs", root, "--", "no-such").result();
            OneLine.check(missing, 127);
            assertThat(missing.stderr()).contains("no-such was not found");
            assertThat(world.output("ps", "-aq")).isEmpty();
            world.detached(List.of("--name", "taken"), "sleep", "1000");
            Run.Result taken =
                    world.slipway("run", "-d", "--name", "taken", "--rootfs", root, "--", "true")
                            .result();
            OneLine.check(taken, 125);
            assertThat(taken.stderr()).contains("the name taken is that of container");
            Run.Result runs = world.slipway("rm", "taken", "nobody").result();
            assertThat(runs.exitCode()).isEqualTo(1);
            assertThat(runs.stderr()).contains("taken is running", "no container nobody");
            world.output("rename", "taken", "free");
            assertThat(world.output("ps", "--format", "json")).contains("\"Names\":\"free\"");
            assertThat(world.slipway("run", "-d", "--restart", "sometimes", "--", "true").result())
                    .extracting(Run.Result::exitCode)
                    .isEqualTo(125);
        }
    }
}
