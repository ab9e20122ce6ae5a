package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** A container's life by commands that each end before it does, seen from outside. */
@NothingLeaks
@NeedsRoot
@NeedsProgram(value = "busybox", debian = "busybox-static")
class OciLifecycleTest {
    @TempDir Path directory;
    private OciBundle bundle;

    @BeforeEach
    void make() {
        bundle = new OciBundle(directory, "sh", "-c", "echo begun >/shared/file; exec sleep 1000");
    }

    @AfterEach
    void clean() {
        bundle.clean();
    }

    @Test
    void a_container_waits_until_it_is_started_and_is_there_until_it_is_deleted() throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        bundle.withFolder(shared, "/shared");
        Path pidFile = directory.resolve("pid");
        bundle.create("--pid-file", pidFile.toString()).succeeded();
        assertThat(bundle.status()).isEqualTo("created");
        int pid = bundle.pid();
        assertThat(pidFile).hasContent("" + pid);
        assertThat(shared).isEmptyDirectory();

        bundle.oci("start", bundle.id()).succeeded();
        assertThat(bundle.status()).isEqualTo("running");
        assertThat(bundle.pid()).isEqualTo(pid);
        await(() -> Files.exists(shared.resolve("file")));
        assertThat(Run.output("cat", "/proc/" + pid + "/comm")).isEqualTo("sleep");

        bundle.oci("kill", bundle.id(), "KILL").succeeded();
        await(() -> bundle.status().equals("stopped"));
        assertThat(bundle.pid()).isZero();
        bundle.oci("delete", bundle.id()).succeeded();
        assertThat(bundle.states()).isEmptyDirectory();
        assertThat(bundle.group("memory")).doesNotExist();
        assertThat(bundle.oci("state", bundle.id()).stderr()).contains("does not exist");
    }

    @Test
    void each_command_says_in_which_state_it_is_of_no_use() {
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        bundle.create().succeeded();
        assertThat(bundle.create().stderr()).contains("exists already");
        assertThat(bundle.oci("delete", bundle.id()).stderr()).contains("is created");
        bundle.oci("start", bundle.id()).succeeded();
        assertThat(bundle.oci("start", bundle.id()).stderr()).contains("is running");
        assertThat(bundle.oci("delete", bundle.id()).stderr()).contains("is running");
        bundle.oci("delete", "--force", bundle.id()).succeeded();
        assertThat(bundle.oci("delete", bundle.id()).stderr()).contains("does not exist");
        bundle.oci("delete", "--force", bundle.id()).succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"USR1", "SIGUSR1", "10", "sigusr1"})
    void a_signal_has_a_number_and_a_name(String signal) throws Exception {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        bundle.withFolder(shared, "/shared");
        String script =
                "trap 'touch /shared/got' USR1; touch /shared/set; while :; do sleep 0.1; done";
        bundle.process().add("args", OciBundle.array("sh", "-c", script));
        bundle.create().succeeded();
        bundle.oci("start", bundle.id()).succeeded();
        await(() -> Files.exists(shared.resolve("set")));
        bundle.oci("kill", bundle.id(), signal).succeeded();
        await(() -> Files.exists(shared.resolve("got")));
    }

    @Test
    void a_process_that_has_the_number_of_one_that_ended_is_not_signalled() throws Exception {
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        bundle.create().succeeded();
        int pid = bundle.pid();
        Process bystander = new ProcessBuilder("sleep", "1000").start();
        try {
            Path file = bundle.states().resolve(bundle.id()).resolve("state.json");
            JsonObject state = OciBundle.json(Files.readString(file));
            state.addProperty("pid", bystander.pid());
            Files.writeString(file, state.toString());
            assertThat(bundle.oci("kill", bundle.id(), "KILL").stderr()).contains("not running");
            assertThat(bundle.status()).isEqualTo("stopped");
            assertThat(bystander.isAlive()).isTrue();
            state.addProperty("pid", pid);
            Files.writeString(file, state.toString());
        } finally {
            bystander.destroyForcibly().waitFor();
        }
    }

    @Test
    void run_ends_as_its_program_does_and_leaves_nothing() {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        bundle.process().add("args", OciBundle.array("sh", "-c", "echo to you; exit " + code));
        Run.Result result = bundle.runInFront();
        assertThat(result.stdout()).isEqualTo("to you\n");
        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(bundle.states()).isEmptyDirectory();
        assertThat(bundle.group("pids")).doesNotExist();
    }

    @Test
    void a_program_that_is_missing_is_missed_at_its_creation() {
        bundle.process().add("args", OciBundle.array("no-such-program"));
        Run.Result result = bundle.create();
        assertThat(result.exitCode()).isEqualTo(127);
        assertThat(result.stderr()).contains("executable file not found in $PATH");
        assertThat(bundle.states()).isEmptyDirectory();
        assertThat(bundle.group("memory")).doesNotExist();
    }

    @Test
    void a_program_that_cannot_be_run_is_told_to_who_starts_it() throws IOException {
        Path shared = Files.createDirectory(directory.resolve("shared"));
        Path file = Files.writeString(shared.resolve("program"), "neither script nor program");
        assertThat(file.toFile().setExecutable(true)).isTrue();
        bundle.withFolder(shared, "/shared");
        bundle.process().add("args", OciBundle.array("/shared/program"));
        bundle.create().succeeded();
        Run.Result result = bundle.oci("start", bundle.id());
        assertThat(result.exitCode()).isEqualTo(126);
        assertThat(result.stderr()).contains("ENOEXEC");
        assertThat(bundle.status()).isEqualTo("stopped");
    }

    @Test
    void what_goes_wrong_stands_in_the_log_as_engines_read_it() throws IOException {
        Path log = directory.resolve("log.json");
        Run.Result result =
                bundle.oci("--log", "" + log, "--log-format", "json", "state", "nobody");
        assertThat(result.exitCode()).isNotZero();
        JsonObject line = OciBundle.json(Files.readString(log));
        assertThat(line.get("level").getAsString()).isEqualTo("error");
        assertThat(line.get("msg").getAsString()).contains("'nobody' does not exist");
    }

    @Test
    void all_containers_are_listed() {
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        bundle.create().succeeded();
        assertThat(bundle.oci("list", "-q").stdout()).isEqualTo(bundle.id() + "\n");
        assertThat(bundle.oci("list", "--format", "json").stdout()).contains("\"created\"");
        assertThat(bundle.oci("list").stdout()).contains(bundle.id(), "created");
        assertThat(bundle.oci("ps", "-f", "json", bundle.id()).stdout())
                .isEqualTo("[" + bundle.pid() + "]\n");
    }

    /** Killed half way, create leaves a directory and a cgroup at most; never a process. */
    @Test
    void a_create_that_is_killed_leaves_no_process_and_the_rest_can_be_deleted() throws Exception {
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        for (int round = 0; round < 8; round++) {
            String[] words = {"create", "-b", "" + directory, bundle.id()};
            Process create =
                    new ProcessBuilder(bundle.command(words))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.sleep(ThreadLocalRandom.current().nextInt(50, 500));
            create.destroyForcibly().waitFor();
            bundle.oci("delete", "--force", bundle.id()).succeeded();
            assertThat(bundle.states().resolve(bundle.id())).doesNotExist();
            assertThat(bundle.group("pids")).doesNotExist();
        }
    }

    /** At any moment; what had been made completely stays, for its engine does not know of us. */
    @Test
    void doctor_takes_away_what_creates_left_that_were_killed() throws Exception {
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        bundle.inTheUsualPlace();
        for (int round = 0; round < 6; round++) {
            String[] words = {"create", "-b", "" + directory, bundle.id()};
            Process create =
                    new ProcessBuilder(bundle.command(words))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Thread.sleep(ThreadLocalRandom.current().nextInt(100, 400));
            create.destroyForcibly().waitFor();
            Slipway.words("doctor", "--gc").as(Caller.ROOT).result();
            Run.Result state = bundle.oci("state", bundle.id());
            if (state.exitCode() == 0) bundle.oci("delete", "--force", bundle.id()).succeeded();
            assertThat(bundle.states().resolve(bundle.id())).doesNotExist();
            assertThat(bundle.group("pids")).doesNotExist();
        }
    }

    static void await(Callable<Boolean> fact) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!fact.call()) {
            assertThat(System.nanoTime()).as("waited for half a minute").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
