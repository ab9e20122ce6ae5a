package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway exec}: one more program in a container that stays. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class ExecTest {
    private static final List<String> KINDS =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

    @TempDir private Path directory;

    private KeptWorld world(ImageUser user, String... options) {
        KeptWorld world = new KeptWorld(user, directory);
        List<String> all = new java.util.ArrayList<>(List.of("--name", "box"));
        all.addAll(List.of(options));
        world.detached(all, "sleep", "1000");
        return world;
    }

    private static Run.Result exec(KeptWorld world, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "exec";
        System.arraycopy(words, 0, all, 1, words.length);
        return world.slipway(all).result();
    }

    private static String link(String pid, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", pid, name)).toString();
    }

    @ParameterizedTest
    @EnumSource
    void it_is_in_every_namespace_and_cgroup_of_the_container(ImageUser user) throws Exception {
        String[] limits = user == ImageUser.ROOT ? new String[] {"-m", "64m"} : new String[0];
        try (KeptWorld world = world(user, limits)) {
            String first = world.inspect("box", ".State.Pid");
            try (Sleeper sleeper = new Sleeper()) {
                Run.Result started = exec(world, "-d", "box", "sleep", sleeper.seconds());
                assertThat(started.succeeded().stdout()).isEmpty();
                String pid = sleeper.awaitPid();
                for (String kind : KINDS) {
                    assertThat(link(pid, "ns/" + kind)).isEqualTo(link(first, "ns/" + kind));
                }
                for (String file : List.of("cgroup", "uid_map", "gid_map", "mountinfo")) {
                    assertThat(Files.readString(Path.of("/proc", pid, file)))
                            .isEqualTo(Files.readString(Path.of("/proc", first, file)));
                }
                assertThat(Files.isSameFile(root(pid), root(first))).isTrue();
                if (user == ImageUser.ROOT) {
                    assertThat(Files.readString(Path.of("/proc", pid, "cgroup")))
                            .contains(world.inspect("box", ".Id"));
                }
                assertThat(link(pid, "fd/0")).isEqualTo("/dev/null");
                assertThat(link(pid, "fd/1")).isEqualTo("/dev/null");
            }
        }
    }

    private static Path root(String pid) {
        return Path.of("/proc", pid, "root");
    }

    @ParameterizedTest
    @EnumSource
    void it_ends_as_its_program_does(ImageUser user) {
        try (KeptWorld world = world(user)) {
            int code = ThreadLocalRandom.current().nextInt(1, 120);
            Run.Result result = exec(world, "box", "sh", "-c", "echo o; echo e >&2; exit " + code);
            assertThat(result.stdout()).isEqualTo("o\n");
            assertThat(result.stderr()).isEqualTo("e\n");
            assertThat(result.exitCode()).isEqualTo(code);
            assertThat(exec(world, "box", "sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
            assertThat(exec(world, "box", "no-such-program").exitCode()).isEqualTo(127);
            assertThat(exec(world, "-d", "box", "/no/such").exitCode()).isEqualTo(127);
            assertThat(exec(world, "box", "/tmp").exitCode()).isEqualTo(126);
            // The one that is waited for by what the JVM has become.
            assertThat(exec(world, "box", "sh", "-c", "sleep 2; exit 7").exitCode()).isEqualTo(7);
        }
    }

    @Test
    void input_is_ours_only_if_it_was_asked_for() {
        try (KeptWorld world = world(ImageUser.WITH_IDS)) {
            byte[] typed = "typed\n".repeat(30_000).getBytes(StandardCharsets.UTF_8);
            Slipway with = world.slipway("exec", "-i", "box", "cat").stdin(typed);
            assertThat(with.output()).isEqualTo("typed\n".repeat(30_000));
            assertThat(world.slipway("exec", "box", "cat").stdin(typed).output()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_has_the_rights_and_limits_of_the_container(ImageUser user) {
        KeptWorld world = new KeptWorld(user, directory);
        int files = ThreadLocalRandom.current().nextInt(100, 200);
        try (world) {
            String root = Installed.busybox() + ":O";
            String[] words = {
                "run",
                "-d",
                "--cap-drop",
                "CHOWN",
                "--name",
                "box",
                "--rootfs",
                root,
                "--",
                "sleep",
                "1000"
            };
            world.slipway(words).inShell("ulimit -n " + files + "; exec \"$@\"").output();
            String script =
                    "grep -E '^(Cap|NoNew|Seccomp|Uid|Gid|Groups|Umask)' /proc/$PID/status;"
                            + " cat /proc/$PID/limits";
            String first = exec(world, "box", "sh", "-c", "PID=1;" + script).succeeded().stdout();
            String own = exec(world, "box", "sh", "-c", "PID=$$;" + script).succeeded().stdout();
            assertThat(own).isEqualTo(first).contains("NoNewPrivs:\t1").contains(" " + files + " ");
            String all =
                    exec(world, "--privileged", "box", "cat", "/proc/self/status")
                            .succeeded()
                            .stdout();
            assertThat(all).contains("NoNewPrivs:\t0");
            assertThat(bounding(all) & 1L << 21).isNotZero();
            String[] one = {"--cap-drop=ALL", "--cap-add=KILL", "box", "cat", "/proc/self/status"};
            assertThat(bounding(exec(world, one).succeeded().stdout())).isEqualTo(1L << 5);
        }
    }

    private static long bounding(String status) {
        return Long.parseLong(status.replaceAll("(?s).*CapBnd:\t([0-9a-f]+).*", "$1"), 16);
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void users_are_those_of_the_container_as_it_is_now(ImageUser user) {
        try (KeptWorld world = world(user, "--tmpfs", "/etc")) {
            int uid = ThreadLocalRandom.current().nextInt(1000, 60_000);
            String added =
                    "echo new:x:"
                            + uid
                            + ":7::/there:/bin/sh >> /etc/passwd;"
                            + " echo more:x:9:new >> /etc/group";
            exec(world, "box", "sh", "-c", added).succeeded();
            String who = "id -u; id -g; id -G; echo $HOME; cd $HOME || pwd";
            assertThat(exec(world, "-u", "new", "box", "sh", "-c", who).stdout())
                    .isEqualTo(uid + "\n7\n7 9\n/there\n/\n");
            assertThat(exec(world, "-u", uid + ":3", "box", "sh", "-c", who).stdout())
                    .startsWith(uid + "\n3\n3\n/there\n");
            assertThat(exec(world, "-u", "new", "box", "cat", "/proc/self/status").stdout())
                    .contains("CapEff:\t0000000000000000");
            assertThat(exec(world, "-u", "nobody-here", "box", "true").stderr())
                    .contains("'nobody-here' is not in /etc/passwd")
                    .hasLineCount(1);
        }
    }

    @Test
    void variables_and_directory_are_those_of_the_container_and_what_is_said_besides()
            throws Exception {
        ImageUser user = ImageUser.WITH_IDS;
        Path file = Files.writeString(Installed.opened(directory).resolve("env"), "F=file\nB=no\n");
        try (KeptWorld world = world(user, "-e", "A=made", "-e", "B=made", "-w", "/tmp")) {
            String script = "echo $A $B $C $F; pwd; echo $HOSTNAME; echo $PATH";
            String[] words = {
                "exec",
                "--env-file",
                "" + file,
                "-e",
                "B=said",
                "-e",
                "C",
                "box",
                "sh",
                "-c",
                script
            };
            String shown = world.slipway(words).environment("C", "ours").output();
            String name = exec(world, "box", "hostname").stdout().strip();
            assertThat(shown)
                    .startsWith("made said ours file\n/tmp\n" + name + "\n/usr/local/sbin:");
            assertThat(exec(world, "-w", "/proc", "box", "pwd").stdout()).isEqualTo("/proc\n");
            assertThat(exec(world, "box", "echo", "-d", "--", "-x").stdout())
                    .isEqualTo("-d -- -x\n");
        }
    }

    @Test
    void what_cannot_be_is_said_in_one_line_and_nothing_is_started() {
        boolean root = Run.output("id", "-u").equals("0");
        try (KeptWorld world = world(root ? ImageUser.WITHOUT_IDS : ImageUser.WITH_IDS)) {
            String before = world.output("top", "box");
            for (String[] words :
                    new String[][] {
                        {"exec"},
                        {"exec", "box"},
                        {"exec", "no-such", "true"},
                        {"exec", "-dt", "box", "true"},
                        {"exec", "-w", "relative", "box", "true"},
                        {"exec", "-w", "/no/such", "box", "true"},
                        {"exec", "-u", "nobody-here", "box", "true"},
                        {"exec", "--detach-keys", "a", "box", "true"},
                        {"exec", "--no-such", "box", "true"},
                        {"exec", "-e", "", "box", "true"},
                        {"exec", "-it", "box", "true"}
                    }) {
                Run.Result said = world.slipway(words).result();
                assertThat(said.exitCode()).as(String.join(" ", words)).isEqualTo(125);
                assertThat(said.stderr().lines()).singleElement().asString().contains("Try: ");
            }
            assertThat(world.output("top", "box")).isEqualTo(before);
            world.output("kill", "box");
            world.output("wait", "box");
            Run.Result said = exec(world, "box", "true");
            assertThat(said.exitCode()).isEqualTo(125);
            assertThat(said.stderr())
                    .isEqualTo("slipway: container box is not running. Try: slipway start box\n");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ROOT", "WITH_IDS"})
    void what_the_image_says_counts_here_too_and_what_its_maker_said_more(ImageUser user)
            throws Exception {
        Path folder = Files.createDirectory(Installed.opened(directory).resolve("image"));
        String config = "{'User':'nobody','Cmd':['sleep','1000'],'Env':['A=image','B=image'],";
        TinyImage image = TinyImage.ofBusybox(folder).config(config + "'WorkingDir':'/made'}");
        try (KeptWorld world = new KeptWorld(user, directory)) {
            user.load(world.data(), image.saved("said:1"));
            world.output("run", "-d", "--name", "plain", "said:1");
            world.output("run", "-d", "--name", "other", "-e", "B=b", "-u", "7:8", "said:1");
            String script = "id -u; id -g; echo $A $B; pwd";
            assertThat(exec(world, "plain", "sh", "-c", script).succeeded().stdout())
                    .isEqualTo("65534\n65534\nimage image\n/made\n");
            assertThat(exec(world, "other", "sh", "-c", script).succeeded().stdout())
                    .isEqualTo("7\n8\nimage b\n/made\n");
            world.output("rm", "-f", "plain", "other");
            user.removeAll(world.data());
        }
    }

    /** CVE-2024-21626: what is open from the host, here on purpose, is no way out. */
    @ParameterizedTest
    @EnumSource
    void a_working_directory_does_not_lead_out_of_the_container(ImageUser user) throws Exception {
        try (KeptWorld world = world(user)) {
            Path host = Files.createDirectories(Installed.opened(directory).resolve("host/below"));
            String made = "ln -s /proc/self/fd/0 /dev/shm/link";
            exec(world, "box", "sh", "-c", made).succeeded();
            for (String way :
                    List.of("/proc/self/fd/0", "/proc/self/fd/0/below", "/dev/shm/link")) {
                Run.Result said =
                        world.slipway("exec", "-i", "-w", way, "box", "ls")
                                .inShell("exec \"$@\" < " + host.getParent())
                                .result();
                assertThat(said.exitCode()).as(way).isEqualTo(125);
                assertThat(said.stdout()).isEmpty();
                assertThat(said.stderr()).contains("working directory " + way, "ELOOP");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void plan_prints_what_would_be_done_and_does_none_of_it(ImageUser user) {
        try (KeptWorld world = world(user)) {
            String plan = world.output("exec", "--plan", "-t", "box", "touch", "/made");
            assertThat(plan).contains("CLONE_NEWPID)", "setsid()", "ptmx", "\"touch\"");
            assertThat(plan.contains("CLONE_NEWUSER)")).isEqualTo(user != ImageUser.ROOT);
            assertThat(exec(world, "box", "ls", "/made").exitCode()).isEqualTo(1);
        }
    }
}
