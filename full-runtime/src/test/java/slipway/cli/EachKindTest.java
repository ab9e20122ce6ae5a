package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.linux.MountInfo;
import slipway.linux.NamespaceLink;
import slipway.linux.ProcStatus;
import slipway.namespaces.Namespace;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** One container in a namespace of each kind: what it sees, and what the host sees of it. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class EachKindTest {
    private static final int DAY = 86_400;

    @TempDir private Path folder;
    private final int number = ThreadLocalRandom.current().nextInt(100, 4000);

    /** What is asked inside, by the name of the answer. */
    private String script() {
        StringBuilder script = new StringBuilder();
        for (Namespace kind : Namespace.values()) {
            script.append("echo ").append(kind.procName());
            script.append(" $(readlink /proc/self/ns/").append(kind.procName()).append(")\n");
        }
        return script
                + String.join(
                        "\n",
                        "echo name $(hostname)",
                        "echo number $$",
                        "echo id $(id -u)",
                        "echo processes $(ls -d /proc/[0-9]* | wc -l)",
                        "echo devices $(grep -c : /proc/net/dev)",
                        "echo segments $(cat /proc/sys/kernel/shmmni)",
                        "echo groups $(grep -vc ':/$' /proc/self/cgroup)",
                        "echo uptime $(cut -d. -f1 /proc/uptime)",
                        "echo " + number + " >/tmp/made-" + number,
                        "echo end");
    }

    private List<String> options() {
        return List.of(
                "--hostname",
                "name-" + number,
                "--sysctl",
                "kernel.shmmni=" + number,
                "--time-offset",
                "boottime=" + DAY);
    }

    @ParameterizedTest
    @EnumSource
    void it_sees_its_own_of_all_eight_kinds_and_changes_nothing_outside(Caller caller)
            throws Exception {
        Map<String, String> before = outside();
        List<String> words = new ArrayList<>(options());
        if (caller == Caller.ROOT) words.addAll(List.of("--userns", "auto"));
        words.addAll(List.of("--", "sh", "-c", script() + "\nread line; true"));
        Slipway slipway = Slipway.busybox(words.toArray(new String[0])).as(caller);
        Process run =
                new ProcessBuilder("sh", "-c", "exec " + slipway.line())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try {
            StringBuilder said = new StringBuilder();
            while (!said.toString().endsWith("end\n")) {
                said.append(run.inputReader().readLine()).append('\n');
            }
            Map<String, String> inside = answers(said.toString());
            long pid = first(inside.get("pid"));
            compare(inside, before, pid, Set.of());
            long uid = ProcStatus.ofPid(pid).uids().effective();
            if (caller == Caller.USER) assertThat(uid).isEqualTo(caller.uid());
            else assertThat(uid).as("root of the container, outside").isGreaterThan(65_535);
        } finally {
            run.outputWriter().close();
            assertThat(run.waitFor()).isZero();
        }
        assertThat(outside()).isEqualTo(before);
    }

    /** Root's shares the users of the host. */
    @ParameterizedTest
    @EnumSource
    void so_does_one_that_stays(ImageUser user) throws Exception {
        Map<String, String> before = outside();
        try (KeptWorld world = new KeptWorld(user, folder)) {
            String id = world.detached(options(), "sh", "-c", script() + "\nsleep 1000");
            Eventually.holds(() -> world.printed(id, 1).endsWith("end\n"));
            long pid = Long.parseLong(world.inspect(id, ".State.Pid"));
            Set<Namespace> shared = user == ImageUser.ROOT ? Set.of(Namespace.USER) : Set.of();
            compare(answers(world.printed(id, 1)), before, pid, shared);
            assertThat(ProcStatus.ofPid(pid).uids().effective())
                    .isEqualTo(Long.parseLong(user.uid()));
            long us = ProcessHandle.current().pid();
            assertThat(MountInfo.ofPid(us).mounts())
                    .noneMatch(mount -> mount.mountPoint().startsWith(world.data().toString()));
        }
        assertThat(outside()).isEqualTo(before);
    }

    private void compare(
            Map<String, String> inside, Map<String, String> host, long pid, Set<Namespace> shared)
            throws IOException {
        for (Namespace kind : Namespace.values()) {
            String name = kind.procName();
            String link = NamespaceLink.ofPid(pid, name).toString();
            assertThat(inside.get(name)).as("what both say of " + name).isEqualTo(link);
            assertThat(link.equals(host.get(name))).as(name).isEqualTo(shared.contains(kind));
        }
        assertThat(inside)
                .containsEntry("name", "name-" + number)
                .containsEntry("number", "1")
                .containsEntry("id", "0")
                .containsEntry("devices", "1")
                .containsEntry("segments", "" + number)
                .containsEntry("groups", "0");
        assertThat(Integer.parseInt(inside.get("processes"))).isLessThan(9);
        assertThat(Long.parseLong(inside.get("uptime")))
                .isBetween(uptime() + DAY - 60, uptime() + DAY);
        assertThat(ProcStatus.ofPid(pid).pids()).hasSizeGreaterThan(1).endsWith(1);
        assertThat(Path.of("/tmp/made-" + number)).doesNotExist();
    }

    /** The process that is the first of a PID namespace, by its number on the host. */
    private static long first(String namespace) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                long pid = Long.parseLong(each.getFileName().toString());
                if (isFirst(pid, namespace)) return pid;
            }
        }
        throw new AssertionError("nobody is the first of " + namespace);
    }

    private static boolean isFirst(long pid, String namespace) {
        try {
            List<Integer> pids = ProcStatus.ofPid(pid).pids();
            return pids.get(pids.size() - 1) == 1
                    && NamespaceLink.ofPid(pid, "pid").toString().equals(namespace);
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    private static Map<String, String> answers(String text) {
        Map<String, String> answers = new HashMap<>();
        for (String line : text.split("\n")) {
            int blank = line.indexOf(' ');
            if (blank > 0) answers.put(line.substring(0, blank), line.substring(blank + 1));
        }
        return answers;
    }

    /** What a container could have changed if it had not its own. */
    private static Map<String, String> outside() throws IOException {
        Map<String, String> seen = new HashMap<>();
        for (Namespace kind : Namespace.values()) {
            String name = kind.procName();
            seen.put(name, NamespaceLink.ofPid(ProcessHandle.current().pid(), name).toString());
        }
        seen.put("name", Run.output("uname", "-n"));
        seen.put("segments", Files.readString(Path.of("/proc/sys/kernel/shmmni")));
        try (Stream<String> devices = Files.lines(Path.of("/proc/net/dev"))) {
            seen.put(
                    "devices",
                    Arrays.toString(
                            devices.filter(line -> line.contains(":"))
                                    .map(line -> line.substring(0, line.indexOf(':')))
                                    .toArray()));
        }
        return seen;
    }

    private static long uptime() throws IOException {
        String text = Files.readString(Path.of("/proc/uptime"));
        return Long.parseLong(text.substring(0, text.indexOf('.')));
    }
}
