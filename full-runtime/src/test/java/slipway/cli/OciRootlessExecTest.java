package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** {@code slipway oci exec} of an ordinary user, who has one id or ranges of them. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class OciRootlessExecTest {
    private static final List<String> KINDS =
            List.of("cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts");

    @TempDir private Path directory;
    private OciBundle bundle;

    @AfterEach
    void clean() {
        if (bundle != null) bundle.clean();
    }

    private void start(ImageUser user) {
        bundle = OciBundle.of(user, directory, "sleep", "1000");
        String uid = user.uid();
        for (String kind : List.of("uid", "gid")) {
            String ids = kind + "Mappings";
            bundle.linux().add(ids, OciBundle.array());
            map(ids, 0, Long.parseLong(uid), 1);
            if (user == ImageUser.WITH_IDS) map(ids, 1, subordinate(kind), 1000);
        }
        bundle.create().succeeded();
        bundle.oci("start", bundle.id()).succeeded();
    }

    private void map(String ids, long inside, long outside, long size) {
        String map = "{\"containerID\":%d,\"hostID\":%d,\"size\":%d}";
        bundle.linux()
                .getAsJsonArray(ids)
                .add(OciBundle.json(String.format(map, inside, outside, size)));
    }

    /** The first id that the tester may have. */
    private static long subordinate(String kind) {
        String line = Run.output("grep", "^slipway-tester:", "/etc/sub" + kind);
        return Long.parseLong(line.split("\n")[0].split(":")[1]);
    }

    private Run.Result exec(String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "exec";
        all[1] = bundle.id();
        System.arraycopy(words, 0, all, 2, words.length);
        return bundle.oci(all);
    }

    @ParameterizedTest
    @EnumSource(names = {"WITH_IDS", "WITHOUT_IDS"})
    void it_is_in_every_namespace_and_is_who_the_container_is(ImageUser user) throws Exception {
        start(user);
        try (Sleeper sleeper = new Sleeper()) {
            bundle.oci("exec", "-d", bundle.id(), "sleep", sleeper.seconds()).succeeded();
            Path there = Path.of("/proc", sleeper.awaitPid());
            Path first = Path.of("/proc/" + bundle.pid());
            for (String kind : KINDS) {
                assertThat(Files.readSymbolicLink(there.resolve("ns/" + kind)))
                        .isEqualTo(Files.readSymbolicLink(first.resolve("ns/" + kind)));
            }
            for (String file : List.of("cgroup", "uid_map", "gid_map", "mountinfo")) {
                assertThat(Files.readString(there.resolve(file)))
                        .isEqualTo(Files.readString(first.resolve(file)));
            }
            assertThat(Files.readString(there.resolve("status")))
                    .contains("\nUid:\t" + user.uid() + "\t");
        }
        String script = "grep -E '^(Cap|NoNew|Seccomp:|Uid|Gid|Groups)' /proc/$PID/status";
        String own = exec("sh", "-c", "PID=$$;" + script).succeeded().stdout();
        assertThat(own).isEqualTo(exec("sh", "-c", "PID=1;" + script).stdout());
    }

    @ParameterizedTest
    @EnumSource(names = {"WITH_IDS", "WITHOUT_IDS"})
    void it_ends_as_its_program_does_also_with_a_terminal(ImageUser user) {
        start(user);
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        Run.Result result = exec("sh", "-c", "echo out; echo err >&2; exit " + code);
        assertThat(result.exitCode()).isEqualTo(code);
        assertThat(result.stdout() + result.stderr()).isEqualTo("out\nerr\n");
        assertThat(exec("sh", "-c", "kill -9 $$").exitCode()).isEqualTo(137);
        assertThat(exec("no-such-program").exitCode()).isEqualTo(127);
        Run.Result terminal = bundle.oci("exec", "-t", bundle.id(), "sh", "-c", "tty; exit 3");
        assertThat(terminal.stdout()).isEqualTo("/dev/pts/0\r\n");
        assertThat(terminal.exitCode()).isEqualTo(3);
        Run.Result other = bundle.oci("exec", "-u", "5:6", bundle.id(), "sh", "-c", "id -u; id -g");
        if (user == ImageUser.WITH_IDS) assertThat(other.stdout()).isEqualTo("5\n6\n");
        else assertThat(other.stderr()).contains("EINVAL").hasLineCount(1);
    }
}
