package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NeedsEngines
@NothingLeaks
class EnginesTest {
    private final int status = ThreadLocalRandom.current().nextInt(1, 100);

    @ParameterizedTest
    @ValueSource(strings = {"runc", "crun"})
    void docker_runs_a_container_with_a_limit_and_says_how_it_ended(String runtime) {
        String script = "cat /sys/fs/cgroup/memory*/memory.limit_in_bytes; exit " + status;
        Run.Result result =
                Engines.docker()
                        .run(
                                "docker",
                                "run",
                                "--rm",
                                "--runtime=" + runtime,
                                "--memory=32m",
                                "busybox",
                                "sh",
                                "-c",
                                script);
        assertThat(result.stdout().strip()).isEqualTo("33554432");
        assertThat(result.exitCode()).isEqualTo(status);
    }

    @Test
    void docker_keeps_the_log_of_a_container_and_kills_it() {
        EngineRoom room = Engines.docker();
        String id = room.output("docker", "run", "-d", "busybox", "sh", "-c", "echo out; sleep 99");
        room.output("docker", "kill", id);
        assertThat(room.output("docker", "wait", id)).isEqualTo("137");
        assertThat(room.output("docker", "logs", id)).isEqualTo("out");
        room.output("docker", "rm", id);
    }

    @Test
    void docker_takes_a_runtime_while_it_runs(@TempDir Path directory) throws Exception {
        Path program = directory.resolve("runtime");
        Path trace = directory.resolve("trace");
        Files.writeString(program, "#!/bin/sh\necho x >>" + trace + "\nexec runc \"$@\"\n");
        program.toFile().setExecutable(true);
        EngineRoom room = Engines.docker("traced", program);
        assertThat(
                        room.output(
                                "docker",
                                "run",
                                "--rm",
                                "--runtime=traced",
                                "busybox",
                                "echo",
                                "hi"))
                .isEqualTo("hi");
        assertThat(trace).isNotEmptyFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"runc", "crun"})
    void podman_runs_a_container_of_root(String runtime) {
        Run.Result result =
                Engines.podman()
                        .program(
                                "podman",
                                "--runtime=" + runtime,
                                "run",
                                "--rm",
                                "-i",
                                "busybox",
                                "sh",
                                "-c",
                                "cat; exit " + status)
                        .stdin("words")
                        .result();
        assertThat(result.stdout()).as("%s", result).isEqualTo("words");
        assertThat(result.exitCode()).isEqualTo(status);
    }

    @Test
    void podman_runs_a_container_of_an_ordinary_user() {
        String user = "slipway-tester";
        Run.Result result =
                Engines.podmanOf(user)
                        .programOf(
                                user,
                                "podman",
                                "run",
                                "--rm",
                                "busybox",
                                "cat",
                                "/proc/self/uid_map")
                        .result()
                        .succeeded();
        String[] first = result.stdout().strip().split("\\s+");
        assertThat(first[1]).isEqualTo(Run.output("id", "-u", user));
    }

    @ParameterizedTest
    @ValueSource(strings = {"runc", "crun"})
    void containerd_runs_a_container(String runtime) {
        EngineRoom room = Engines.ctr();
        String program = Programs.find(runtime).orElseThrow().toString();
        Run.Result result =
                room.run(
                        "ctr",
                        "run",
                        "--rm",
                        "--runc-binary=" + program,
                        Engines.CTR_BUSYBOX,
                        "x" + status,
                        "sh",
                        "-c",
                        "echo hi; exit " + status);
        assertThat(result.stdout()).isEqualTo("hi\n");
        assertThat(result.exitCode()).isEqualTo(status);
    }

    @Test
    void runc_and_crun_work_there_by_themselves() {
        EngineRoom room = Engines.room();
        for (String runtime : List.of("runc", "crun")) {
            assertThat(room.output(runtime, "list", "-q")).isEmpty();
        }
    }
}
