package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** Clocks, settings and names that a container has for itself. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "unshare"},
        debian = {"busybox-static", "util-linux", "util-linux"})
class RunOwnWorldTest {
    private static final int DAY = 86_400;

    private static double uptime(String text) {
        return Double.parseDouble(text.substring(0, text.indexOf(' ')));
    }

    private static String inside(Caller caller, String option, String value, String script) {
        return Slipway.busybox(option, value, "--", "sh", "-c", script).as(caller).output().strip();
    }

    @ParameterizedTest
    @EnumSource
    void the_clock_since_boot_is_as_far_ahead_as_asked_and_ours_is_not(Caller caller)
            throws IOException {
        Path file = Path.of("/proc/uptime");
        double before = uptime(Files.readString(file));
        double seen =
                uptime(inside(caller, "--time-offset", "boottime=" + DAY, "cat /proc/uptime"));
        double after = uptime(Files.readString(file));
        assertThat(seen).isBetween(before + DAY, after + DAY);
    }

    @ParameterizedTest
    @EnumSource
    void clocks_of_its_own_are_a_time_namespace_for_it_and_its_children(Caller caller) {
        String links =
                inside(
                        caller,
                        "--time-offset",
                        "monotonic=-1",
                        "for k in time time_for_children; do readlink /proc/self/ns/$k; done");
        String[] both = links.split("\n");
        assertThat(both[0]).startsWith("time:[").isNotEqualTo(OtherRoom.ours("time"));
        assertThat(both[1]).isEqualTo(both[0]);
    }

    @ParameterizedTest
    @EnumSource
    void a_setting_of_the_network_is_set_inside_and_not_outside(Caller caller) throws IOException {
        Path ours = Path.of("/proc/sys/net/ipv4/ip_default_ttl");
        String before = Files.readString(ours);
        assertThat(
                        inside(
                                caller,
                                "--sysctl",
                                "net.ipv4.ip_default_ttl=77",
                                "cat /proc/sys/net/ipv4/ip_default_ttl"))
                .isEqualTo("77");
        assertThat(Files.readString(ours)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_setting_of_ipc_is_set_inside_and_not_outside(Caller caller) throws IOException {
        Path ours = Path.of("/proc/sys/kernel/shmmni");
        String before = Files.readString(ours);
        String inside =
                inside(caller, "--sysctl", "kernel.shmmni=77", "cat /proc/sys/kernel/shmmni");
        assertThat(inside).isEqualTo("77");
        assertThat(Files.readString(ours)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void the_domain_name_is_its_own(Caller caller) throws IOException {
        Path file = Path.of("/proc/sys/kernel/domainname");
        String before = Files.readString(file);
        assertThat(inside(caller, "--domainname", "yard.example", "cat " + file))
                .isEqualTo("yard.example");
        assertThat(Files.readString(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "ROOT,rshared,shared:",
        "USER,rshared,shared:",
        "ROOT,runbindable,unbindable",
        "USER,runbindable,unbindable",
    })
    void mounts_below_the_root_go_where_it_is_said(Caller caller, String kind, String told) {
        String look = "cat /proc/self/mountinfo";
        assertThat(inside(caller, "--rootfs-propagation", kind, look).lines())
                .isNotEmpty()
                .allMatch(line -> line.contains(" " + told));
        assertThat(inside(caller, "--rootfs-propagation", "private", look).lines())
                .isNotEmpty()
                .noneMatch(line -> line.contains(" " + told));
    }

    @Test
    @NeedsRoot
    void a_root_that_is_a_slave_hears_of_the_mount_that_it_was_taken_from() {
        String[] words = {
            "--rootfs-propagation", "slave", "--", "head", "-n", "1", "/proc/self/mountinfo"
        };
        String[] shared = {"unshare", "-m", "--propagation", "shared"};
        assertThat(Slipway.busybox(words).as(Caller.ROOT).behind(shared).output())
                .contains(" master:");
        words[1] = "private";
        assertThat(Slipway.busybox(words).as(Caller.ROOT).behind(shared).output())
                .doesNotContain("master:");
    }
}
