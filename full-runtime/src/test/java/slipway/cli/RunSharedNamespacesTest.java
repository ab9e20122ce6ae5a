package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.linux.NamespaceFd;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Containers that share some of their namespaces, with the host or with others. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare"},
        debian = {"busybox-static", "util-linux", "util-linux"})
class RunSharedNamespacesTest {
    private static final String LINKS =
            "for k in net pid ipc uts cgroup; do readlink /proc/self/ns/$k; done";

    private static final String[] KINDS = {"net", "pid", "ipc", "uts", "cgroup"};

    @ParameterizedTest
    @EnumSource
    void of_five_kinds_the_hosts_can_be_had(Caller caller) {
        String[] words = {
            "--net",
            "host",
            "--pid",
            "host",
            "--ipc",
            "host",
            "--uts",
            "host",
            "--cgroupns",
            "host",
            "--",
            "sh",
            "-c",
            LINKS
        };
        List<String> ours = new ArrayList<>();
        for (String kind : KINDS) ours.add(OtherRoom.ours(kind));
        assertThat(Slipway.busybox(words).as(caller).output().lines().toList()).isEqualTo(ours);
    }

    @ParameterizedTest
    @EnumSource
    void of_what_is_not_named_the_container_has_its_own(Caller caller) {
        List<String> links =
                Slipway.busybox("--net", "host", "--", "sh", "-c", LINKS)
                        .as(caller)
                        .output()
                        .lines()
                        .toList();
        assertThat(links.get(0)).isEqualTo(OtherRoom.ours("net"));
        for (int i = 1; i < KINDS.length; i++) {
            assertThat(links.get(i)).startsWith(KINDS[i]).isNotEqualTo(OtherRoom.ours(KINDS[i]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_the_network_of_the_host_sys_is_there(Caller caller) {
        String seen =
                Slipway.busybox("--net", "host", "--", "ls", "/sys/class/net").as(caller).output();
        assertThat(seen.lines()).contains("lo");
    }

    @ParameterizedTest
    @EnumSource
    void with_the_processes_of_the_host_proc_shows_us(Caller caller) {
        long us = ProcessHandle.current().pid();
        String seen =
                Slipway.busybox(
                                "--pid",
                                "host",
                                "--",
                                "sh",
                                "-c",
                                "test -d /proc/" + us + " && echo yes")
                        .as(caller)
                        .output();
        assertThat(seen).isEqualTo("yes\n");
    }

    @ParameterizedTest
    @EnumSource
    void with_the_name_of_the_host_it_is_called_as_we_are(Caller caller) {
        String name = HostName.ours();
        assertThat(
                        Slipway.busybox(
                                        "--uts",
                                        "host",
                                        "--",
                                        "sh",
                                        "-c",
                                        "hostname; echo $HOSTNAME")
                                .as(caller)
                                .output())
                .isEqualTo(name + "\n" + name + "\n");
    }

    @Test
    @NeedsRoot
    void a_container_is_born_in_the_namespaces_of_a_process() {
        try (OtherRoom other = OtherRoom.of("--net", "--ipc", "--uts", "--cgroup")) {
            String whom = "pid:" + other.pid();
            List<String> links =
                    Slipway.busybox(
                                    "--net",
                                    whom,
                                    "--ipc",
                                    whom,
                                    "--uts",
                                    whom,
                                    "--cgroupns",
                                    whom,
                                    "--",
                                    "sh",
                                    "-c",
                                    LINKS)
                            .as(Caller.ROOT)
                            .output()
                            .lines()
                            .toList();
            assertThat(links)
                    .containsSequence(other.link("ipc"), other.link("uts"), other.link("cgroup"))
                    .startsWith(other.link("net"))
                    .doesNotContain(other.link("pid"));
            assertThat(OtherRoom.ours("net")).isNotEqualTo(other.link("net"));
        }
    }

    @Test
    @NeedsRoot
    void a_container_with_ids_of_its_own_can_be_in_a_network_that_is_the_hosts() {
        try (OtherRoom other = OtherRoom.of("--net")) {
            assertThat(
                            Slipway.busybox(
                                            "--userns",
                                            "auto",
                                            "--net",
                                            "pid:" + other.pid(),
                                            "--",
                                            "sh",
                                            "-c",
                                            "for k in net user; do readlink /proc/self/ns/$k; done")
                                    .as(Caller.ROOT)
                                    .output()
                                    .lines())
                    .contains(other.link("net"))
                    .doesNotContain(OtherRoom.ours("user"));
        }
    }

    @Test
    @NeedsRoot
    void a_namespace_without_processes_lives_as_long_as_it_is_open_somewhere() {
        OtherRoom other = OtherRoom.of("--net");
        String link = other.link("net");
        try (NamespaceFd kept = NamespaceFd.open("/proc/" + other.pid() + "/ns/net")) {
            other.close();
            String path = "/proc/" + ProcessHandle.current().pid() + "/fd/" + kept.fd().number();
            assertThat(
                            Slipway.busybox(
                                            "--net",
                                            "ns:" + path,
                                            "--",
                                            "readlink",
                                            "/proc/self/ns/net")
                                    .as(Caller.ROOT)
                                    .output())
                    .isEqualTo(link + "\n");
        }
    }

    @Test
    @NeedsRoot
    void a_container_of_slipway_oci_can_be_named(@TempDir Path folder) {
        OciBundle bundle = new OciBundle(folder, "sleep", "600");
        bundle.inTheUsualPlace();
        try {
            bundle.create().succeeded();
            bundle.oci("start", bundle.id()).succeeded();
            String whom = "container:" + bundle.id();
            assertThat(
                            Slipway.busybox(
                                            "--net", whom, "--ipc", whom, "--pid", whom, "--uts",
                                            whom, "--", "sh", "-c", LINKS)
                                    .as(Caller.ROOT)
                                    .output()
                                    .lines())
                    .startsWith(
                            OtherRoom.link(bundle.pid(), "net"),
                            OtherRoom.link(bundle.pid(), "pid"),
                            OtherRoom.link(bundle.pid(), "ipc"),
                            OtherRoom.link(bundle.pid(), "uts"));
        } finally {
            bundle.clean();
        }
    }

    @Test
    void an_ordinary_user_is_taken_to_the_user_namespace_that_a_network_belongs_to() {
        try (OtherRoom other =
                OtherRoom.of(Caller.USER, "--user", "--map-root-user", "--net", "--uts")) {
            String whom = "pid:" + other.pid();
            assertThat(
                            Slipway.busybox(
                                            "--net",
                                            whom,
                                            "--uts",
                                            whom,
                                            "--",
                                            "sh",
                                            "-c",
                                            "for k in net uts user pid;"
                                                    + " do readlink /proc/self/ns/$k; done")
                                    .as(Caller.USER)
                                    .output()
                                    .lines())
                    .startsWith(other.link("net"), other.link("uts"), other.link("user"))
                    .hasSize(4)
                    .doesNotContain(OtherRoom.ours("pid"));
        }
    }

    @Test
    void in_the_user_namespace_of_another_the_command_is_process_1_of_its_own() {
        try (OtherRoom other = OtherRoom.of(Caller.USER, "--user", "--map-root-user")) {
            String whom = "pid:" + other.pid();
            assertThat(
                            Slipway.busybox(
                                            "--userns",
                                            whom,
                                            "--",
                                            "sh",
                                            "-c",
                                            "echo $$; id -u; exit 7")
                                    .as(Caller.USER)
                                    .result())
                    .satisfies(
                            result -> {
                                assertThat(result.stdout()).isEqualTo("1\n0\n");
                                assertThat(result.exitCode()).isEqualTo(7);
                            });
        }
    }

    @Test
    @NeedsRoot
    void an_ordinary_user_may_not_enter_what_belongs_to_the_machine() {
        try (OtherRoom other = OtherRoom.of("--net")) {
            String path = "ns:/proc/" + other.pid() + "/ns/net";
            OneLine.check(
                    Slipway.busybox("--net", path, "--", "true").as(Caller.USER).result(), 125);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_container_without_own_processes_leaves_behind_ends_with_it(Caller caller) {
        String mark = "slipway-orphan-" + java.util.UUID.randomUUID();
        String script =
                "(setsid sh -c 'exec sleep 600' "
                        + mark
                        + " & setsid sh -c 'sleep 600; :' "
                        + mark
                        + " &) >/dev/null 2>&1; exit 3";
        assertThat(
                        Slipway.busybox(
                                        "--pid",
                                        "host",
                                        "--env",
                                        "MARK=" + mark,
                                        "--",
                                        "sh",
                                        "-c",
                                        script)
                                .as(caller)
                                .result()
                                .exitCode())
                .isEqualTo(3);
        assertThat(
                        ProcessHandle.allProcesses()
                                .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains(mark));
    }
}
