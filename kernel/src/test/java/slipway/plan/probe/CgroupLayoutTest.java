package slipway.plan.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.CgroupMembership;
import slipway.linux.MountInfo;

class CgroupLayoutTest {
    private static final String V1 =
            "30 29 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
                    + "31 29 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
                    + "32 29 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup"
                    + " rw,xattr,name=systemd\n";

    @Test
    void pure_v2_as_systemd_mounts_it_has_our_group_below_the_mount() {
        CgroupLayout layout =
                layout(
                        "29 23 0:25 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n",
                        "0::/user.slice/user-1000.slice/session-2.scope\n");
        assertThat(layout.mode()).isEqualTo("v2");
        assertThat(layout.parents(List.of("memory")))
                .containsExactly("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope");
    }

    @Test
    void in_v1_every_controller_has_its_tree_and_names_are_no_controllers() {
        CgroupLayout layout = layout(V1, "1:memory:/\n2:cpu,cpuacct:/\n");
        assertThat(layout.mode()).isEqualTo("v1");
        assertThat(layout.v1()).containsOnlyKeys("cpu", "cpuacct", "memory");
        assertThat(layout.parents(List.of("cpu", "cpuacct", "memory", "pids")))
                .containsExactly("/sys/fs/cgroup/cpu,cpuacct", "/sys/fs/cgroup/memory");
    }

    @Test
    void both_together_are_hybrid() {
        String unified = "33 29 0:29 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
        CgroupLayout layout = layout(V1 + unified, "1:memory:/a\n0::/\n");
        assertThat(layout.mode()).isEqualTo("hybrid");
        assertThat(layout.ours()).contains("/sys/fs/cgroup/unified");
    }

    @Test
    void a_mount_of_a_part_of_the_tree_begins_where_that_part_does() {
        String part = "29 23 0:25 /docker/4d1 /sys/fs/cgroup ro - cgroup2 cgroup rw\n";
        assertThat(layout(part, "0::/docker/4d1/job\n").ours()).contains("/sys/fs/cgroup/job");
        assertThat(layout(part, "0::/docker/4d1\n").ours()).contains("/sys/fs/cgroup");
        assertThat(layout(part, "0::/../other\n").ours()).contains("/sys/fs/cgroup");
    }

    @Test
    void without_any_cgroup_file_system_the_mode_is_none() {
        assertThat(layout("20 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "0::/\n").mode())
                .isEqualTo("none");
    }

    private static CgroupLayout layout(String mounts, String membership) {
        return CgroupLayout.of(MountInfo.parse(mounts), CgroupMembership.parse(membership));
    }
}
