package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** One more process in a container that runs. */
@NothingLeaks
@NeedsRoot
@NeedsProgram(value = "busybox", debian = "busybox-static")
class OciExecTest {
    private static final List<String> KINDS =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

    @TempDir Path directory;
    private OciBundle bundle;

    @BeforeEach
    void make() {
        bundle = new OciBundle(directory, "sleep", "1000");
    }

    @AfterEach
    void clean() {
        bundle.clean();
    }

    private void start() {
        bundle.create().succeeded();
        bundle.oci("start", bundle.id()).succeeded();
    }

    private Run.Result exec(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "exec";
        all[1] = bundle.id();
        System.arraycopy(words, 0, all, 2, words.length);
        return bundle.oci(all);
    }

    private void withUsers() {
        bundle.linux().getAsJsonArray("namespaces").add(OciBundle.json("{\"type\":\"user\"}"));
        for (String ids : List.of("uidMappings", "gidMappings")) {
            String map = "{\"containerID\":0,\"hostID\":100000,\"size\":65536}";
            bundle.linux().add(ids, OciBundle.array());
            bundle.linux().getAsJsonArray(ids).add(OciBundle.json(map));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void it_is_in_every_namespace_and_cgroup_of_the_container(boolean users) throws IOException {
        if (users) withUsers();
        start();
        Path pidFile = directory.resolve("exec.pid");
        String[] words = {"exec", "-d", "--pid-file", "" + pidFile, bundle.id(), "sleep", "1000"};
        bundle.oci(words).succeeded();
        String pid = Files.readString(pidFile);
        for (String kind : KINDS) {
            assertThat(Files.readSymbolicLink(Path.of("/proc", pid, "ns", kind)))
                    .isEqualTo(
                            Files.readSymbolicLink(Path.of("/proc/" + bundle.pid(), "ns", kind)));
        }
        assertThat(Files.readString(Path.of("/proc", pid, "cgroup")))
                .isEqualTo(Files.readString(Path.of("/proc/" + bundle.pid(), "cgroup")));
        assertThat(Files.readString(Path.of("/proc", pid, "uid_map")))
                .isEqualTo(Files.readString(Path.of("/proc/" + bundle.pid(), "uid_map")));
    }

    @Test
    void it_ends_as_its_program_does() {
        start();
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        Run.Result result = exec("sh", "-c", "echo out; echo err >&2; exit " + code);
        assertThat(result.stdout()).isEqualTo("out\n");
        assertThat(result.stderr()).isEqualTo("err\n");
        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(exec("sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
        assertThat(exec("no-such-program").exitCode()).isEqualTo(127);
        assertThat(exec("/tmp").exitCode()).isEqualTo(126);
    }

    @Test
    void it_has_the_rights_of_the_container_and_no_descriptor_of_ours() {
        start();
        String script =
                "grep -E '^(Cap|NoNew|Seccomp:|Uid|Groups)' /proc/$PID/status; ls /proc/$PID/fd; :";
        Run.Result first = exec("sh", "-c", "PID=1;" + script);
        Run.Result own = exec("sh", "-c", "PID=$$;" + script);
        assertThat(own.succeeded().stdout()).isEqualTo(first.succeeded().stdout());
        assertThat(own.stdout()).contains("NoNewPrivs:\t1");
    }

    @Test
    void options_change_what_the_configuration_says() {
        start();
        String id = bundle.id();
        String script = "id -u; id -g; id -G; pwd; echo $A; grep CapBnd /proc/self/status";
        String[] words = {
            "exec",
            "-u",
            "5:6",
            "-g",
            "9",
            "--cwd",
            "/tmp",
            "-e",
            "A=b",
            "-c",
            "CAP_SYS_PTRACE",
            id,
            "sh",
            "-c",
            script
        };
        List<String> lines = bundle.oci(words).succeeded().stdout().lines().toList();
        assertThat(lines.subList(0, 5)).containsExactly("5", "6", "6 9", "/tmp", "b");
        long bounding = Long.parseLong(lines.get(5).substring("CapBnd:\t".length()), 16);
        assertThat(bounding & 1L << 19).isNotZero();
    }

    @Test
    void a_process_can_be_described_in_a_file() throws IOException {
        start();
        JsonObject process = bundle.process().deepCopy();
        process.add("args", OciBundle.array("sh", "-c", "echo $X; pwd; exit 5"));
        process.add("env", OciBundle.array("PATH=/bin", "X=y"));
        process.addProperty("cwd", "/proc");
        Path file = Files.writeString(directory.resolve("process.json"), process.toString());
        Run.Result result = bundle.oci("exec", "--process", "" + file, bundle.id());
        assertThat(result.stdout()).isEqualTo("y\n/proc\n");
        assertThat(result.exitCode()).isEqualTo(5);
    }

    @Test
    void it_has_a_terminal_if_it_is_asked_for() {
        start();
        Run.Result result = bundle.oci("exec", "-t", bundle.id(), "sh", "-c", "tty; exit 3");
        assertThat(result.stdout()).isEqualTo("/dev/pts/0\r\n");
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void a_container_that_does_not_run_gets_no_process() {
        assertThat(exec("true").stderr()).contains("does not exist");
        start();
        int pid = bundle.pid();
        bundle.oci("kill", bundle.id(), "KILL").succeeded();
        Run.output("sh", "-c", "while kill -0 " + pid + " 2>&-; do sleep 0.1; done");
        Run.Result result = exec("true");
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("container not running").hasLineCount(1);
    }

    @Test
    void in_a_container_that_is_paused_nothing_is_started_until_it_goes_on() throws IOException {
        start();
        Path second = bundle.group("unified").resolve("cgroup.freeze");
        boolean unified = !Files.exists(Path.of("/sys/fs/cgroup/freezer"));
        Path freezer = unified ? second : bundle.group("freezer").resolve("freezer.state");
        Files.writeString(freezer, unified ? "1" : "FROZEN");
        Run.Result refused = exec("true");
        assertThat(refused.exitCode()).isEqualTo(125);
        assertThat(refused.stderr()).contains("is paused", "> " + freezer).hasLineCount(1);
        Files.writeString(freezer, unified ? "0" : "THAWED");
        exec("true").succeeded();
    }

    @Test
    void what_it_says_of_wrong_words_is_one_line_and_nothing_is_started() {
        start();
        String id = bundle.id();
        for (String[] words :
                new String[][] {
                    {"exec", id},
                    {"exec", "--user", "nobody", id, "true"},
                    {"exec", "--cap", "CAP_NONE", id, "true"},
                    {"exec", "--cgroup", "../..", id, "true"},
                    {"exec", "--env", "A", id, "true"},
                    {"exec", "-d", "-t", id, "true"},
                    {"exec", "--cwd", "/no/such", id, "true"},
                    {"exec", "--process", "/no/such", id}
                }) {
            Run.Result result = bundle.oci(words);
            assertThat(result.exitCode()).as(String.join(" ", words)).isEqualTo(125);
            assertThat(result.stderr()).hasLineCount(1).startsWith("slipway: ");
        }
        assertThat(bundle.oci("ps", "-f", "json", id).stdout())
                .isEqualTo("[" + bundle.pid() + "]\n");
    }

    /** CVE-2024-21626: what is handed over on purpose is no way out for a working directory. */
    @Test
    void a_working_directory_does_not_lead_out_through_a_descriptor() throws IOException {
        start();
        Path host = Files.createDirectories(directory.resolve("host/below")).getParent();
        for (String way : List.of("/proc/self/fd/3", "/proc/self/fd/3/below", "/dev/fd/3")) {
            Run.Result said =
                    with(host, "exec", "--preserve-fds", "1", "--cwd", way, bundle.id(), "ls");
            assertThat(said.exitCode()).as(way).isEqualTo(125);
            assertThat(said.stdout()).isEmpty();
            assertThat(said.stderr()).contains("working directory " + way, "ELOOP");
        }
        // What is to be made on the way would be made out there.
        bundle.oci("delete", "--force", bundle.id()).succeeded();
        bundle.process().addProperty("cwd", "/proc/self/fd/3/made/more");
        bundle.process().add("args", OciBundle.array("ls"));
        for (String verb : List.of("run", "create")) {
            Run.Result said =
                    with(host, verb, "--preserve-fds", "1", "-b", "" + directory, bundle.id());
            assertThat(said.exitCode()).isEqualTo(125);
            assertThat(said.stderr()).contains("ELOOP");
            assertThat(host.toFile().list()).containsExactly("below");
        }
    }

    /** A command that has a directory of the host open as descriptor 3. */
    private Run.Result with(Path host, String... words) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 3<\"$0\""));
        command.add(host.toString());
        command.addAll(bundle.command(words));
        return Run.program(command).result();
    }
}
