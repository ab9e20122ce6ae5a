package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.EngineRoom;
import slipway.testkit.Engines;
import slipway.testkit.NeedsEngines;
import slipway.testkit.Run;

/** Other people's engines run their containers on Slipway, with what they ask for by default. */
@NeedsEngines
class OciEnginesTest {
    private static final Path RUNTIME = Installed.home().resolve("slipway-oci");

    /** Made by .ci/setup. */
    private static final String USER = "slipway-tester";

    /** Two engines with the same words. */
    enum Engine {
        PODMAN {
            @Override
            EngineRoom room() {
                return Engines.podman();
            }

            @Override
            List<String> run() {
                return List.of("podman", "--runtime", RUNTIME.toString(), "run");
            }
        },
        DOCKER {
            @Override
            EngineRoom room() {
                return Engines.docker("slipway", RUNTIME);
            }

            @Override
            List<String> run() {
                return List.of("docker", "run", "--runtime", "slipway");
            }
        };

        abstract EngineRoom room();

        abstract List<String> run();

        String command() {
            return run().get(0);
        }

        Run.Result run(String... words) {
            EngineRoom room = room();
            List<String> command = new ArrayList<>(run());
            command.addAll(Arrays.asList(words));
            return room.run(command.toArray(new String[0]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_engine_gets_the_output_and_the_exit_code_of_a_container(Engine engine) {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        Run.Result result =
                engine.run("--rm", "busybox", "sh", "-c", "echo hi; echo no >&2; exit " + code);
        assertThat(result.stdout()).isEqualTo("hi\n");
        assertThat(result.stderr()).contains("no\n");
        assertThat(result.exitCode()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource
    void limits_filters_and_network_are_those_of_the_engine(Engine engine) {
        String script =
                "cat /sys/fs/cgroup/memory*/memory.limit_in_bytes; grep Seccomp: /proc/self/status;"
                        + " ip -4 addr show eth0 | grep -c inet";
        Run.Result result = engine.run("--rm", "--memory=64m", "busybox", "sh", "-c", script);
        assertThat(result.succeeded().stdout().lines().map(line -> line.replaceAll("\\s", "")))
                .containsExactly("67108864", "Seccomp:2", "1");
    }

    @ParameterizedTest
    @EnumSource
    void a_container_in_the_background_has_a_log_and_can_be_killed(Engine engine) {
        EngineRoom room = engine.room();
        String id =
                engine.run("-d", "busybox", "sh", "-c", "echo out; exec sleep 1000")
                        .succeeded()
                        .stdout()
                        .strip();
        room.output(engine.command(), "kill", id);
        assertThat(room.output(engine.command(), "wait", id)).isEqualTo("137");
        assertThat(room.output(engine.command(), "logs", id)).isEqualTo("out");
        room.output(engine.command(), "rm", id);
    }

    @ParameterizedTest
    @EnumSource
    void a_program_that_is_missing_is_127_and_one_that_cannot_be_run_126(Engine engine) {
        Run.Result missing = engine.run("--rm", "busybox", "no-such-program");
        assertThat(missing.exitCode()).isEqualTo(127);
        assertThat(missing.stderr()).contains("no-such-program", "not found in $PATH");
        assertThat(engine.run("--rm", "busybox", "/tmp").exitCode()).isEqualTo(126);
    }

    @ParameterizedTest
    @EnumSource
    void a_container_has_a_terminal_if_it_is_asked_for(Engine engine) {
        assertThat(engine.run("--rm", "-t", "busybox", "tty").succeeded().stdout())
                .isEqualTo("/dev/pts/0\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void one_more_process_can_be_run_in_a_container(Engine engine) {
        EngineRoom room = engine.room();
        String id = engine.run("-d", "busybox", "sleep", "1000").succeeded().stdout().strip();
        try {
            String script = "echo in; grep -c sleep /proc/1/cmdline; exit 9";
            Run.Result result = room.run(engine.command(), "exec", id, "sh", "-c", script);
            assertThat(result.stdout()).isEqualTo("in\n1\n");
            assertThat(result.exitCode()).isEqualTo(9);
            assertThat(room.run(engine.command(), "exec", "-t", id, "tty").stdout())
                    .startsWith("/dev/pts/");
            Run.Result missing = room.run(engine.command(), "exec", id, "no-such-program");
            // Which of the two is the engine's choice: docker 20.10 says 126 and newer ones 127.
            assertThat(missing.exitCode()).isIn(126, 127);
            assertThat(missing.stdout() + missing.stderr()).contains("not found in $PATH");
            Run.Result refused = room.run(engine.command(), "exec", id, "/tmp");
            assertThat(refused.exitCode()).isEqualTo(126);
        } finally {
            room.run(engine.command(), "rm", "-f", id);
        }
    }

    @Test
    void containerd_runs_one_more_process_in_a_container() {
        EngineRoom room = Engines.ctr();
        String[] run = {
            "ctr",
            "run",
            "-d",
            "--runc-binary",
            RUNTIME.toString(),
            Engines.CTR_BUSYBOX,
            "four",
            "sleep",
            "1000"
        };
        room.output(run);
        String[] exec = {
            "ctr", "tasks", "exec", "--exec-id", "e", "four", "sh", "-c", "echo in; exit 9"
        };
        Run.Result result = room.run(exec);
        assertThat(result.stdout()).isEqualTo("in\n");
        assertThat(result.exitCode()).isEqualTo(9);
        room.output("ctr", "tasks", "kill", "-s", "SIGKILL", "four");
        room.output("sh", "-c", "until ctr tasks list | grep -q STOPPED; do sleep 0.1; done");
        room.run("ctr", "tasks", "rm", "four");
        room.output("ctr", "containers", "rm", "four");
    }

    @Test
    void podman_of_an_ordinary_user_runs_a_container_with_its_subordinate_ids() {
        EngineRoom room = Engines.podmanOf(USER);
        String[] run = {
            "podman",
            "--runtime",
            RUNTIME.toString(),
            "run",
            "--rm",
            "--network=none",
            "busybox",
            "sh",
            "-c",
            "id -u; wc -l </proc/self/uid_map; grep Seccomp: /proc/self/status; exit 7"
        };
        Run.Result result = room.programOf(USER, run).result();
        assertThat(result.stdout().lines().map(line -> line.replaceAll("\\s", "")))
                .containsExactly("0", "2", "Seccomp:2");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void containerd_runs_a_container_and_takes_it_away() {
        EngineRoom room = Engines.ctr();
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        Run.Result result = ctr(room, "one", "sh", "-c", "echo hi; exit " + code);
        assertThat(result.stdout()).isEqualTo("hi\n");
        assertThat(result.exitCode()).isEqualTo(code);
        Run.Result missing = ctr(room, "two", "no-such-program");
        assertThat(missing.stderr()).contains("not found in $PATH");
        assertThat(room.output("ctr", "containers", "list", "-q")).isEmpty();
    }

    private static Run.Result ctr(EngineRoom room, String id, String... words) {
        List<String> command =
                new ArrayList<>(List.of("ctr", "run", "--rm", "--runc-binary", RUNTIME.toString()));
        command.addAll(List.of(Engines.CTR_BUSYBOX, id));
        command.addAll(Arrays.asList(words));
        return room.run(command.toArray(new String[0]));
    }

    @Test
    void containerd_kills_a_container_in_the_background() {
        EngineRoom room = Engines.ctr();
        String[] run = {
            "ctr",
            "run",
            "-d",
            "--runc-binary",
            RUNTIME.toString(),
            Engines.CTR_BUSYBOX,
            "three",
            "sleep",
            "1000"
        };
        room.output(run);
        assertThat(room.output("ctr", "tasks", "list")).contains("RUNNING");
        room.output("ctr", "tasks", "kill", "-s", "SIGKILL", "three");
        room.output("sh", "-c", "until ctr tasks list | grep -q STOPPED; do sleep 0.1; done");
        room.run("ctr", "tasks", "rm", "three");
        room.output("ctr", "containers", "rm", "three");
    }
}
