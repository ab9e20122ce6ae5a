package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tests may count on in the guest. */
@OnlyInGuest
class GuestFacts {
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    @Test
    void control_groups_are_version_2_alone() throws IOException {
        assertThat(Run.output("stat", "-fc", "%T", GROUPS.toString())).isEqualTo("cgroup2fs");
        assertThat(Files.readString(Path.of("/proc/self/cgroup"))).isEqualTo("0::/job\n");
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(" cgroup cgroup ");
    }

    @Test
    void every_group_below_the_root_has_the_controllers() throws IOException {
        assertThat(Files.readString(GROUPS.resolve("job/cgroup.controllers")).strip().split(" "))
                .contains("cpuset", "cpu", "io", "memory", "pids", "hugetlb");
    }

    @Test
    void a_group_beside_ours_can_be_limited() throws IOException {
        Path group = Files.createDirectory(GROUPS.resolve("limited"));
        try {
            Files.writeString(group.resolve("memory.max"), "8388608");
            assertThat(Files.readString(group.resolve("memory.max"))).isEqualTo("8388608\n");
        } finally {
            Files.delete(group);
        }
    }

    @Test
    void root_is_root_of_the_machine_with_every_capability() {
        Machine machine = new Machine();
        assertThat(machine.lacksRoot()).isEmpty();
        assertThat(machine.lacksCapability(List.of("CAP_SYS_RESOURCE"))).isEmpty();
    }

    @Test
    void a_limit_can_be_raised() {
        assertThat(Run.output("sh", "-c", "ulimit -Hn 600000 && ulimit -Hn")).isEqualTo("600000");
    }

    @Test
    void an_overlay_can_be_made_on_scratch() {
        String script =
                "cd $(mktemp -d -p /scratch) && mkdir l u w m && echo old >l/file &&"
                        + " mount -t overlay -o lowerdir=l,upperdir=u,workdir=w none m &&"
                        + " echo new >m/file && cat l/file u/file; umount m";
        assertThat(Run.output("sh", "-c", script)).isEqualTo("old\nnew");
    }

    @Test
    void a_module_of_its_kernel_can_be_loaded() {
        Run.output("modprobe", "veth");
        assertThat(Run.output("cat", "/proc/modules")).contains("veth ");
    }
}
