package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What config.json asks for is so, as the container's own programs see it. */
@NothingLeaks
@NeedsRoot
@NeedsProgram(value = "busybox", debian = "busybox-static")
class OciConfigTest {
    @TempDir Path directory;
    private OciBundle bundle;

    @BeforeEach
    void make() {
        bundle = new OciBundle(directory);
    }

    @AfterEach
    void clean() {
        bundle.clean();
    }

    private String inside(String script) {
        bundle.process().add("args", OciBundle.array("sh", "-c", script));
        return bundle.runInFront().succeeded().stdout().strip();
    }

    @Test
    void the_program_is_who_it_is_to_be() {
        long uid = ThreadLocalRandom.current().nextLong(1, 60000);
        String user = "{\"uid\":%d,\"gid\":%d,\"additionalGids\":[7,%d],\"umask\":63}";
        bundle.process().add("user", OciBundle.json(String.format(user, uid, uid + 1, uid + 2)));
        bundle.process().addProperty("cwd", "/tmp");
        bundle.process().add("env", OciBundle.array("PATH=/bin", "A=b c"));
        String seen = inside("id -u; id -g; id -G; umask; pwd; echo \"$A\"; env | wc -l");
        assertThat(seen.lines())
                .startsWith("" + uid, "" + (uid + 1))
                .anyMatch(line -> line.endsWith("7 " + (uid + 2)))
                .contains("0077", "/tmp", "b c");
    }

    @Test
    void its_capabilities_are_the_five_sets_that_are_given() {
        String sets =
                "{\"bounding\":[\"CAP_KILL\",\"CAP_CHOWN\"],\"permitted\":[\"CAP_KILL\",\"CAP_CHOWN\"],"
                        + "\"effective\":[\"CAP_KILL\"],\"inheritable\":[\"CAP_KILL\"],"
                        + "\"ambient\":[\"CAP_KILL\"]}";
        bundle.process().add("capabilities", OciBundle.json(sets));
        bundle.process().add("user", OciBundle.json("{\"uid\":1000,\"gid\":1000}"));
        assertThat(inside("grep Cap /proc/self/status").replaceAll("\\s+0+", " "))
                .isEqualTo("CapInh: 20\nCapPrm: 20\nCapEff: 20\nCapBnd: 21\nCapAmb: 20");
    }

    @Test
    void its_limits_hold_and_can_be_read_outside() throws Exception {
        bundle.linux()
                .add(
                        "resources",
                        OciBundle.json(
                                "{\"memory\":{\"limit\":33554432},\"pids\":{\"limit\":17},"
                                        + "\"cpu\":{\"quota\":20000,\"period\":100000}}"));
        bundle.process().add("args", OciBundle.array("sleep", "1000"));
        bundle.create().succeeded();
        assertThat(read("memory", "memory.limit_in_bytes", "memory.max")).isEqualTo("33554432");
        assertThat(read("pids", "pids.max", "pids.max")).isEqualTo("17");
        assertThat(read("memory", "cgroup.procs", "cgroup.procs")).isEqualTo("" + bundle.pid());
    }

    private String read(String controller, String first, String second) throws Exception {
        Path file = bundle.group(controller).resolve(first);
        if (!Files.exists(file)) file = bundle.group(controller).resolve(second);
        return Files.readString(file).strip();
    }

    @Test
    void a_seccomp_profile_decides_which_calls_are_made() {
        bundle.process()
                .add("args", OciBundle.array("sh", "-c", "mkdir /tmp/x || echo refused; id -u"));
        String profile =
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":[\"mkdir\","
                        + "\"mkdirat\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":28}]}";
        bundle.linux().add("seccomp", OciBundle.json(profile));
        Run.Result result = bundle.runInFront();
        assertThat(result.stdout()).isEqualTo("refused\n0\n");
        assertThat(result.stderr()).contains("No space left on device");
    }

    @Test
    void paths_are_hidden_and_made_read_only_and_the_root_as_well() {
        bundle.linux()
                .add("maskedPaths", OciBundle.array("/proc/keys", "/sys/firmware", "/no/such"));
        bundle.linux().add("readonlyPaths", OciBundle.array("/dev/shm", "/no/such"));
        String seen =
                inside(
                        "cat /proc/keys; ls /sys/firmware; for f in /dev/shm/x /x /dev/x; do"
                                + " (echo 1 >$f) 2>/dev/null && echo $f; done");
        assertThat(seen).isEqualTo("/dev/x");
    }

    @Test
    void kernel_parameters_of_its_own_namespaces_are_set_and_others_refused() {
        bundle.linux().add("sysctl", OciBundle.json("{\"net.ipv4.ip_forward\":\"1\"}"));
        assertThat(inside("cat /proc/sys/net/ipv4/ip_forward")).isEqualTo("1");
        bundle.linux().add("sysctl", OciBundle.json("{\"kernel.panic\":\"1\"}"));
        assertThat(bundle.create().stderr()).contains("linux.sysctl.kernel.panic");
    }

    @Test
    void a_namespace_that_is_there_is_joined() throws Exception {
        Process holder = new ProcessBuilder("unshare", "--net", "sleep", "1000").start();
        try {
            String link = "/proc/" + holder.pid() + "/ns/net";
            String ours = Run.output("readlink", "/proc/self/ns/net");
            OciLifecycleTest.await(() -> !Run.output("readlink", link).equals(ours));
            String namespaces =
                    bundle.linux()
                            .get("namespaces")
                            .toString()
                            .replace("\"network\"", "\"network\",\"path\":\"" + link + "\"");
            bundle.linux().add("namespaces", JsonParser.parseString(namespaces));
            assertThat(inside("readlink /proc/self/ns/net"))
                    .isEqualTo(Run.output("readlink", link));
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }

    @Test
    void the_processes_of_another_container_are_seen_in_its_namespace() throws Exception {
        Process holder =
                new ProcessBuilder("unshare", "--pid", "--fork", "--kill-child", "sleep", "1000")
                        .start();
        try {
            OciLifecycleTest.await(() -> holder.toHandle().children().findAny().isPresent());
            long first = holder.toHandle().children().findAny().orElseThrow().pid();
            String link = "/proc/" + first + "/ns/pid";
            String namespaces =
                    bundle.linux()
                            .get("namespaces")
                            .toString()
                            .replace("\"pid\"", "\"pid\",\"path\":\"" + link + "\"");
            bundle.linux().add("namespaces", JsonParser.parseString(namespaces));
            assertThat(inside("readlink /proc/self/ns/pid; cat /proc/1/comm").lines())
                    .containsExactly(Run.output("readlink", link), "sleep");
        } finally {
            holder.destroyForcibly().waitFor(); // it takes its child along, and heeds no other
        }
    }

    @Test
    void what_is_mounted_in_a_shared_folder_is_seen_on_both_sides() throws Exception {
        String script =
                "mount --make-private -t tmpfs x \"$0\" && mount --make-shared \"$0\" &&"
                        + " mkdir \"$0/in\" && \"$@\" && cat \"$0/in/file\"";
        Path shared = Files.createDirectory(directory.resolve("shared"));
        String mount =
                "{\"destination\":\"/shared\",\"type\":\"bind\",\"source\":\"%s\","
                        + "\"options\":[\"rbind\",\"rshared\"]}";
        bundle.config().getAsJsonArray("mounts").add(OciBundle.json(String.format(mount, shared)));
        String inside = "mount -t tmpfs x /shared/in && echo of the container >/shared/in/file";
        bundle.process().add("args", OciBundle.array("sh", "-c", inside));
        String sets = "[\"CAP_SYS_ADMIN\"]";
        bundle.process()
                .add(
                        "capabilities",
                        OciBundle.json(
                                String.format(
                                        "{\"bounding\":%s,\"effective\":%s,\"permitted\":%s}",
                                        sets, sets, sets)));
        List<String> command = new ArrayList<>(List.of("unshare", "--mount", "sh", "-c", script));
        command.add(shared.toString());
        command.addAll(bundle.command("run", "-b", directory.toString(), bundle.id()));
        assertThat(Run.program(command).result().succeeded().stdout())
                .isEqualTo("of the container\n");
    }

    @Test
    void a_user_namespace_is_made_with_its_ids() {
        bundle.linux().getAsJsonArray("namespaces").add(OciBundle.json("{\"type\":\"user\"}"));
        String map = "[{\"containerID\":0,\"hostID\":200000,\"size\":1000}]";
        bundle.linux().add("uidMappings", JsonParser.parseString(map));
        bundle.linux().add("gidMappings", JsonParser.parseString(map));
        assertThat(inside("cat /proc/self/uid_map; echo x >/dev/null && id -u").lines())
                .last()
                .isEqualTo("0");
    }

    @Test
    void hooks_are_run_in_their_order_with_the_state_as_their_input() throws Exception {
        Path trace = directory.resolve("trace");
        Path program = directory.resolve("hook");
        Files.writeString(program, "#!/bin/sh\n{ echo \"$1 $A\"; cat; echo; } >>" + trace + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        StringBuilder hooks = new StringBuilder("{");
        for (String kind : List.of("prestart", "createRuntime", "poststart", "poststop")) {
            String hook = "\"%s\":[{\"path\":\"%s\",\"args\":[\"hook\",\"%s\"],\"env\":[\"A=a\"]}]";
            hooks.append(hooks.length() == 1 ? "" : ",");
            hooks.append(String.format(hook, kind, program, kind));
        }
        bundle.config().add("hooks", OciBundle.json(hooks + "}"));
        inside("true");
        List<String> lines = Files.readAllLines(trace);
        assertThat(lines)
                .filteredOn(line -> line.endsWith(" a"))
                .containsExactly("prestart a", "createRuntime a", "poststart a", "poststop a");
        assertThat(lines)
                .filteredOn(line -> line.contains("\"status\""))
                .containsExactly(
                        "  \"status\": \"created\",",
                        "  \"status\": \"created\",",
                        "  \"status\": \"running\",",
                        "  \"status\": \"stopped\",");
    }

    @Test
    void a_hook_that_fails_is_named_and_nothing_is_left() {
        String hooks = "{\"createRuntime\":[{\"path\":\"/bin/false\"}]}";
        bundle.config().add("hooks", OciBundle.json(hooks));
        bundle.process().add("args", OciBundle.array("true"));
        Run.Result result = bundle.create();
        assertThat(result.exitCode()).isEqualTo(125);
        assertThat(result.stderr()).contains("hooks.createRuntime[0]", "/bin/false", "exit 1");
        assertThat(bundle.states()).isEmptyDirectory();
        assertThat(bundle.group("memory")).doesNotExist();
    }

    @Test
    void a_hook_that_takes_too_long_is_killed() {
        String hooks =
                "{\"prestart\":[{\"path\":\"/bin/sleep\",\"args\":[\"sleep\",\"1000\"],"
                        + "\"timeout\":1}]}";
        bundle.config().add("hooks", OciBundle.json(hooks));
        bundle.process().add("args", OciBundle.array("true"));
        assertThat(bundle.create().stderr()).contains("hooks.prestart[0]", "timeout of 1 s");
    }

    /** The link means the container's own /tmp, however many steps up it goes. */
    @Test
    void a_link_of_the_image_leads_no_mount_outside(@TempDir Path root) throws Exception {
        Run.output("cp", "-a", Installed.busybox() + "/.", root.toString());
        Run.output("ln", "-s", "../../../../../../../../tmp", root.resolve("link").toString());
        Run.output("mkdir", "-p", root.resolve("tmp").toString());
        bundle.config().getAsJsonObject("root").addProperty("path", root.toString());
        bundle.config().getAsJsonObject("root").addProperty("readonly", false);
        Path shown = Files.createDirectory(directory.resolve("shown"));
        Files.createFile(shown.resolve("file"));
        bundle.withFolder(shown, "/link/" + bundle.id());
        assertThat(inside("ls /tmp/" + bundle.id())).isEqualTo("file");
        assertThat(Path.of("/tmp", bundle.id())).doesNotExist();
        Files.delete(root.resolve("link"));
    }
}
