package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway doctor --gc}, by an ordinary user with a data directory of his own. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class DoctorGcTest {
    private static final String NOTHING = "Nothing was left over.\n";

    @TempDir private Path directory;
    private final List<Process> running = new ArrayList<>();
    private Path data = Path.of("/");

    @BeforeEach
    void a_data_directory() throws IOException {
        Installed.opened(directory);
        Files.createDirectory(directory.resolve("tmp"));
        data = Files.createDirectories(directory.resolve("data/slipway"));
        Caller.USER.own(directory.resolve("data"));
        Caller.USER.own(directory.resolve("tmp"));
    }

    @AfterEach
    void all_have_ended() throws InterruptedException {
        for (Process process : running) {
            process.destroyForcibly();
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void without_leftovers_it_says_so_and_removes_nothing() {
        assertThat(gc().output()).isEqualTo(NOTHING);
        assertThat(gc("--json").output()).isEqualTo("[]\n");
        slipway("run", "--", "true").output();
        List<String> before = names(data);
        assertThat(gc().output()).isEqualTo(NOTHING);
        assertThat(names(data)).isEqualTo(before).hasSize(2);
    }

    @Test
    void an_outdated_base_is_removed_but_not_while_a_container_runs_in_it() throws Exception {
        Process container = start("run", "--", "sh", "-c", "echo ready; read line");
        assertThat(container.inputReader().readLine()).isEqualTo("ready");
        Path base = data.resolve(Files.readSymbolicLink(data.resolve("base")));
        Files.delete(data.resolve("base")); // as if busybox had become another one

        assertThat(gc().output()).isEqualTo(NOTHING);
        assertThat(base.resolve("bin/sh")).exists();

        container.outputWriter().close();
        assertThat(container.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(gc().output())
                .contains("removed outdated base root file system, ", "iB\n        " + base + "\n")
                .endsWith("iB.\n");
        assertThat(data).isEmptyDirectory();
        assertThat(gc().output()).isEqualTo(NOTHING);
    }

    @Test
    void what_a_killed_slipway_was_making_is_removed() throws IOException {
        Path draft = Files.createDirectories(data.resolve(".base.draft/tree/usr"));
        Files.writeString(draft.resolve("half"), "x");
        Files.createDirectories(data.resolve(".base.draft.removed-1/usr"));
        Files.createDirectories(data.resolve("not-of-slipway"));
        Caller.USER.own(data);
        JsonArray list = JsonParser.parseString(gc("--json").output()).getAsJsonArray();
        assertThat(list).hasSize(2);
        for (var element : list) {
            JsonObject leftover = element.getAsJsonObject();
            assertThat(leftover.get("what").getAsString())
                    .isEqualTo("unfinished base root file system");
            assertThat(leftover.get("where").getAsString()).startsWith(data + "/.base.draft");
            assertThat(leftover.get("bytes").getAsLong()).isPositive();
            assertThat(leftover.get("removed").getAsBoolean()).isTrue();
        }
        assertThat(names(data)).containsExactly("not-of-slipway");
    }

    @Test
    void what_a_killed_container_has_written_is_removed() throws IOException {
        Path written = Files.createDirectories(data.resolve("containers/0123456789ab/upper"));
        Files.writeString(written.resolve("file"), "x");
        Caller.USER.own(data);
        assertThat(gc().output())
                .startsWith("removed writable layer of a killed container, ")
                .contains("\n        " + written.getParent() + "\n");
        assertThat(data.resolve("containers")).isEmptyDirectory();
    }

    @Test
    void the_scene_of_an_attack_is_left_alone_while_it_is_on_and_removed_after_a_kill()
            throws Exception {
        Process attack = start("attack");
        Path tmp = directory.resolve("tmp");
        await(() -> names(tmp).stream().anyMatch(name -> name.startsWith("slipway-attack")));
        String scene = names(tmp).get(0);
        await(() -> !names(tmp.resolve(scene)).isEmpty());
        String meanwhile = gc().output();
        boolean stillOn = attack.isAlive();
        attack.destroyForcibly();
        assertThat(attack.waitFor(1, TimeUnit.MINUTES)).isTrue();
        if (stillOn) assertThat(meanwhile).isEqualTo(NOTHING);
        gc().output();
        assertThat(tmp).isEmptyDirectory();
    }

    @Test
    void the_group_of_a_killed_slipway_is_removed_and_that_of_a_living_one_is_not()
            throws Exception {
        Caller.ROOT.prefix();
        String script = "echo ready; read line";
        Process lives =
                start(slipway("run", "-m", "64m", "--", "sh", "-c", script).as(Caller.ROOT));
        Process dies = start(slipway("run", "-m", "64m", "--", "sh", "-c", script).as(Caller.ROOT));
        assertThat(lives.inputReader().readLine()).isEqualTo("ready");
        assertThat(dies.inputReader().readLine()).isEqualTo("ready");
        dies.destroyForcibly();
        assertThat(dies.waitFor(1, TimeUnit.MINUTES)).isTrue();

        String removed = gc().as(Caller.ROOT).output();
        assertThat(removed)
                .contains("removed control group of a killed slipway\n")
                .contains("/run-" + dies.pid() + "-")
                .doesNotContain("/run-" + lives.pid() + "-");
        assertThat(gc().as(Caller.ROOT).output()).doesNotContain("/run-" + dies.pid() + "-");
        lives.outputWriter().close();
        assertThat(lives.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void what_cannot_be_removed_is_named_with_the_reason_and_the_exit_status_is_1()
            throws IOException {
        Caller.ROOT.prefix(); // files of another user can only be made by root
        Path draft = Files.createDirectories(data.resolve(".base.draft/tree"));
        Caller.USER.own(data);
        Files.writeString(draft.resolve("foreign"), "x");
        Run.output("chown", "0:0", draft.toString());
        Run.Result result = gc().result();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stdout())
                .startsWith("left    unfinished base root file system")
                .contains(draft + "/foreign (EPERM: Operation not permitted)")
                .endsWith("0 leftovers removed, 0 KiB, 1 left.\n");
    }

    private Slipway gc(String... more) {
        List<String> words = new ArrayList<>(List.of("doctor", "--gc"));
        words.addAll(List.of(more));
        return slipway(words.toArray(new String[0]));
    }

    private Slipway slipway(String... words) {
        return Slipway.words(words)
                .asCallerBehind(
                        "env",
                        "TMPDIR=" + directory.resolve("tmp"),
                        "XDG_DATA_HOME=" + data.getParent());
    }

    private Process start(String... words) throws IOException {
        return start(slipway(words));
    }

    private Process start(Slipway slipway) throws IOException {
        Process process =
                new ProcessBuilder("sh", "-c", "exec " + slipway.line())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        running.add(process);
        return process;
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(10);
        }
    }
}
