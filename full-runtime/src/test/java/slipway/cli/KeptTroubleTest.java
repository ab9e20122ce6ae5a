package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
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

/** Containers that stay, when their keeper or their memory is taken from them. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class KeptTroubleTest {
    @TempDir private Path folder;

    private static ImageUser whoRunsTheTests() {
        return Run.output("id", "-u").equals("0") ? ImageUser.ROOT : ImageUser.WITH_IDS;
    }

    @Test
    @NeedsRoot
    void who_wants_more_memory_is_killed_and_that_is_told_for_good() {
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, folder)) {
            String eats = "x=x; while :; do x=$x$x; done";
            String id =
                    world.detached(
                            List.of("--name", "eats", "-m", "16m"), "sh", "-c", "echo up; " + eats);
            assertThat(world.output("wait", "eats")).isEqualTo("137");
            assertThat(world.inspect("eats", ".State.OOMKilled")).isEqualTo("true");
            assertThat(world.inspect("eats", ".State.ExitCode")).isEqualTo("137");
            assertThat(world.output("ps", "-a")).contains("Exited (137)");
            assertThat(world.printed(id, 1)).isEqualTo("up\n");

            world.detached(List.of("--name", "killed", "-m", "16m"), "sleep", "1000");
            world.output("kill", "killed");
            assertThat(world.output("wait", "killed")).isEqualTo("137");
            assertThat(world.inspect("killed", ".State.OOMKilled")).isEqualTo("false");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void without_its_keeper_it_runs_on_and_can_be_stopped_and_its_status_is_unknown(
            ImageUser user) {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            world.detached(List.of("--name", "alone"), "sleep", "1000");
            world.detached(List.of("--name", "forced"), "sleep", "1000");
            for (String name : new String[] {"alone", "forced"}) {
                Run.output("kill", "-9", world.inspect(name, ".State.KeeperPid"));
            }
            assertThat(world.output("ps", "--format", "json"))
                    .contains("\"Names\":\"alone\"", "\"Names\":\"forced\"");
            assertThat(world.inspect("alone", ".State.Running")).isEqualTo("true");

            assertThat(world.output("stop", "-t", "0", "alone")).isEqualTo("alone");
            assertThat(world.inspect("alone", ".State.Status")).isEqualTo("exited");
            assertThat(world.inspect("alone", ".State.ExitCode")).isEqualTo("255");
            assertThat(world.output("wait", "alone")).isEqualTo("255");
            assertThat(world.output("start", "alone")).isEqualTo("alone");
            assertThat(world.inspect("alone", ".State.Running")).isEqualTo("true");

            assertThat(world.output("rm", "-f", "forced")).isEqualTo("forced");
            assertThat(world.output("ps", "-aq").lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void what_a_killed_keeper_was_to_remove_is_removed_by_gc_and_nothing_else(ImageUser user)
            throws Exception {
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String brief =
                    world.detached(List.of("--rm", "--name", "brief", "-i"), "sh", "-c", "read x");
            String stays = world.detached(List.of("--name", "stays"), "sleep", "1000");
            long process = Long.parseLong(world.inspect("brief", ".State.Pid"));
            Run.output("kill", "-9", world.inspect("brief", ".State.KeeperPid"));
            Run.output("kill", "-9", "" + process);
            Eventually.holds(() -> !Files.exists(Path.of("/proc/" + process)));

            assertThat(world.output("doctor", "--gc"))
                    .contains("removed container that was to go with its end", brief)
                    .doesNotContain(stays);
            assertThat(world.data().resolve("containers/" + brief)).doesNotExist();
            assertThat(world.output("ps", "-a")).contains("stays").doesNotContain("brief");
            assertThat(world.inspect("stays", ".State.Running")).isEqualTo("true");
            assertThat(world.output("doctor", "--gc")).doesNotContain(stays);
        }
    }

    @Test
    void attach_ends_with_the_status_also_when_the_container_is_gone_before_it_looks()
            throws Exception {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        try (KeptWorld world = new KeptWorld(whoRunsTheTests(), folder)) {
            String script = "echo up; read x; exit " + code;
            String id =
                    world.detached(List.of("--rm", "--name", "brief", "-i"), "sh", "-c", script);
            String line = world.slipway("attach", "--logs", "--no-stdin", "brief").line();
            Process attached = new ProcessBuilder("sh", "-c", "exec " + line).start();
            assertThat(attached.inputReader().readLine()).isEqualTo("up");
            Run.output("kill", "-STOP", "" + attached.pid());
            Path home = world.data().resolve("containers/" + id);
            Run.output("sh", "-c", "echo go >'" + home + "/stdin'");
            Eventually.holds(() -> !Files.exists(home));
            Run.output("kill", "-CONT", "" + attached.pid());
            assertThat(attached.waitFor()).isEqualTo(code);
        }
    }

    @Test
    void what_is_kept_of_the_output_is_bounded_and_logs_shows_the_end_of_it_whole() {
        try (KeptWorld world = new KeptWorld(whoRunsTheTests(), folder)) {
            assertThat(world.output("help", "create")).contains("(default: 16m)");
            String script = "seq 1000000 1400000";
            List<String> options = List.of("--name", "prints", "--log-max", "256k");
            String id = world.detached(options, "sh", "-c", script);
            assertThat(world.output("wait", "prints")).isEqualTo("0");
            Path home = world.data().resolve("containers/" + id);
            long most = (256 << 10) + (16 << 10) + 24;
            for (String name : new String[] {"log", "log.1"}) {
                assertThat(home.resolve(name))
                        .satisfies(file -> assertThat(Files.size(file)).isLessThanOrEqualTo(most));
            }
            List<String> shown = world.output("logs", "prints").lines().toList();
            assertThat(shown).hasSizeGreaterThan((256 << 10) / 9).endsWith("1400000");
            for (int i = 2; i < shown.size(); i++) {
                int next = Integer.parseInt(shown.get(i - 1)) + 1;
                assertThat(shown.get(i)).isEqualTo(Integer.toString(next));
            }
            world.detached(List.of("--name", "usual"), "true");
            assertThat(world.inspect("usual", ".HostConfig.LogMax")).isEqualTo("" + (16 << 20));
        }
    }
}
