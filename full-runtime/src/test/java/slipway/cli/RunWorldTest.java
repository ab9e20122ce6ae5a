package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** What a program in a container sees of the world. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv"},
        debian = {"busybox-static", "util-linux"})
class RunWorldTest {
    /** Docker's fourteen. */
    private static final String CAPABILITIES = "00000000a80425fb";

    private static String inside(Caller caller, String script) {
        return Slipway.busybox("--", "sh", "-c", script).as(caller).output().strip();
    }

    /** The first socket that a JVM closes leaves it one for good, by which it closes others. */
    @BeforeAll
    static void closeASocket() throws IOException {
        new ServerSocket(0, 1, InetAddress.getLoopbackAddress()).close();
    }

    @ParameterizedTest
    @EnumSource
    void the_command_is_process_1_has_no_parent_and_leads_its_session(Caller caller) {
        assertThat(inside(caller, "echo $$ $PPID; cut -d' ' -f6 /proc/1/stat")).isEqualTo("1 0\n1");
    }

    @ParameterizedTest
    @EnumSource
    void proc_shows_the_processes_of_the_container_only(Caller caller) {
        assertThat(inside(caller, "sleep 9 & for p in /proc/[0-9]*; do echo $p; done; kill $!"))
                .isEqualTo("/proc/1\n/proc/2");
    }

    @ParameterizedTest
    @EnumSource
    void every_namespace_is_its_own_and_the_user_namespace_unless_root_calls(Caller caller)
            throws IOException {
        String script = "for n in mnt uts ipc net pid cgroup user; do readlink /proc/1/ns/$n; done";
        for (String namespace : inside(caller, script).split("\n")) {
            String kind = namespace.substring(0, namespace.indexOf(':'));
            Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns", kind));
            if (kind.equals("user") && caller == Caller.ROOT) {
                assertThat(namespace).isEqualTo(ours.toString());
            } else {
                assertThat(namespace).isNotEqualTo(ours.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void localhost_is_there_to_be_talked_to_and_is_not_the_hosts(Caller caller) {
        // Not through a pipe: nc -l would end as soon as its caller has nothing to say.
        String talk =
                "nc -l -p 7777 -e echo $HOSTNAME & for i in $(seq 100); do"
                        + " nc 127.0.0.1 7777 2>/dev/null && break; sleep 0.1; done;"
                        + " hostname; ip -o addr show lo";
        String[] lines = inside(caller, talk).split("\n");
        assertThat(lines[0]).isEqualTo(lines[1]);
        assertThat(lines[2]).contains("inet 127.0.0.1/8");
        try (ServerSocket ours = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run.Result tried =
                    Slipway.busybox("nc", "127.0.0.1", "" + ours.getLocalPort())
                            .as(caller)
                            .result();
            assertThat(tried.stderr()).contains("refused");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_host_name_is_twelve_random_digits_and_the_same_in_HOSTNAME(Caller caller) {
        String first = inside(caller, "hostname; echo $HOSTNAME");
        assertThat(first).matches("([0-9a-f]{12})\n\\1");
        assertThat(inside(caller, "hostname; echo $HOSTNAME")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @EnumSource
    void a_given_host_name_is_the_containers_and_not_the_hosts(Caller caller) {
        String ours = Run.output("uname", "-n");
        assertThat(
                        Slipway.busybox(
                                        "-h",
                                        "a.given-name",
                                        "sh",
                                        "-c",
                                        "hostname; echo $HOSTNAME")
                                .as(caller)
                                .output())
                .isEqualTo("a.given-name\na.given-name\n");
        assertThat(Run.output("uname", "-n")).isEqualTo(ours);
    }

    @ParameterizedTest
    @EnumSource
    void the_only_network_interface_is_lo(Caller caller) {
        assertThat(inside(caller, "tail -n +3 /proc/net/dev | cut -d: -f1").strip())
                .isEqualTo("lo");
    }

    @ParameterizedTest
    @EnumSource
    void of_the_hosts_mounts_only_harmless_devices_are_there(Caller caller) {
        List<String> mounts = inside(caller, "cut -d' ' -f5 /proc/self/mountinfo").lines().toList();
        assertThat(mounts)
                .startsWith("/", "/proc")
                .allMatch(at -> at.matches("/|/(proc|sys|dev).*"));
        assertThat(inside(caller, "grep ' /proc ' /proc/self/mountinfo"))
                .contains("nosuid,nodev,noexec");
        assertThat(inside(caller, "cat /proc/self/mountinfo"))
                .doesNotContain("/etc", "/home", "/var/lib");
    }

    @ParameterizedTest
    @EnumSource
    void the_own_cgroup_looks_like_the_root_of_all(Caller caller) {
        assertThat(inside(caller, "cat /proc/self/cgroup").lines())
                .isNotEmpty()
                .allMatch(line -> line.endsWith(":/"));
    }

    @ParameterizedTest
    @EnumSource
    void the_capabilities_are_dockers_and_no_program_can_gain_more(Caller caller) {
        assertThat(status(caller))
                .containsEntry("CapEff", CAPABILITIES)
                .containsEntry("CapPrm", CAPABILITIES)
                .containsEntry("CapBnd", CAPABILITIES)
                .containsEntry("CapInh", "0000000000000000")
                .containsEntry("CapAmb", "0000000000000000")
                .containsEntry("NoNewPrivs", "1");
    }

    @ParameterizedTest
    @EnumSource
    void it_is_user_0_without_other_groups_mapped_to_the_caller(Caller caller) {
        assertThat(inside(caller, "id -u; id -g; id -G")).isEqualTo("0\n0\n0");
        String map = inside(caller, "cat /proc/self/uid_map").replaceAll(" +", " ");
        // A user whom /etc/subuid gives ids has them in lines below.
        assertThat(map.lines().findFirst().orElseThrow().strip())
                .isEqualTo(caller == Caller.ROOT ? "0 0 4294967295" : "0 " + caller.uid() + " 1");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_of_the_callers_umask_and_descriptors_comes_along(Caller caller) {
        assertThat(
                        Slipway.busybox("--", "sh", "-c", "umask; ls /proc/1/fd; :")
                                .as(caller)
                                .inShell("umask 077; exec \"$@\" 7</dev/null")
                                .output())
                .isEqualTo("0022\n0\n1\n2\n");
    }

    @ParameterizedTest
    @EnumSource
    void no_signal_is_ignored_or_blocked_even_where_the_caller_did(Caller caller) {
        assertThat(
                        Slipway.busybox("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status")
                                .as(caller)
                                .inShell("trap '' HUP INT QUIT PIPE CHLD; exec \"$@\"")
                                .output())
                .isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_program_writes_is_all_that_is_left_in_the_root(
            Caller caller, @TempDir Path directory) {
        assertThat(traces(caller, caller.ownBusybox(directory)))
                .containsExactly("./tmp/new -rw-r--r--");
    }

    @ParameterizedTest
    @EnumSource
    void a_folder_for_proc_is_made_where_there_is_none(Caller caller, @TempDir Path directory) {
        Path root = caller.ownBusybox(directory);
        Run.output("rmdir", root + "/proc");
        assertThat(traces(caller, root))
                .containsExactlyInAnyOrder("./tmp/new -rw-r--r--", "./proc dr-xr-xr-x");
        assertThat(root.resolve("proc")).isEmptyDirectory();
    }

    /** The files with their modes that are there after a container has written one. */
    private static List<String> traces(Caller caller, Path root) {
        Run find = Run.program("find", ".", "-printf", "%p %M\\n").directory(root);
        List<String> before = find.result().stdout().lines().toList();
        Slipway.run(root, "sh", "-c", "echo text > /tmp/new").as(caller).output();
        List<String> after = new ArrayList<>(find.result().stdout().lines().toList());
        after.removeAll(before);
        return after;
    }

    private static Map<String, String> status(Caller caller) {
        Map<String, String> status = new HashMap<>();
        for (String line : inside(caller, "cat /proc/1/status").split("\n")) {
            String[] field = line.split(":\\s*", 2);
            status.put(field[0], field[1]);
        }
        return status;
    }
}
