package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CgroupMembershipTest {
    private static final String HYBRID =
            "9:name=systemd:/user\n4:memory:/a:b\n3:cpu,cpuacct:/\n0::/unified group\n";

    @Test
    void each_hierarchy_has_its_own_path() {
        CgroupMembership groups = CgroupMembership.parse(HYBRID);

        assertThat(groups.unified()).contains("/unified group");
        assertThat(groups.of("memory")).contains("/a:b");
        assertThat(groups.of("cpuacct")).contains("/");
        assertThat(groups.of("name=systemd")).contains("/user");
        assertThat(groups.of("pids")).isEmpty();
    }

    @Test
    void without_v2_there_is_no_unified_path() {
        assertThat(CgroupMembership.parse("3:cpu:/x\n").unified()).isEmpty();
    }

    @Test
    void ps_sees_the_same_groups_apart_from_roots_which_it_hides() throws Exception {
        Programs.needs("ps");
        long self = ProcessHandle.current().pid();
        String seen = Programs.output("ps", "-ww", "-o", "cgroup=", "-p", Long.toString(self));
        List<String> ours = new ArrayList<>();
        for (CgroupMembership.Group group : CgroupMembership.ofPid(self).groups()) {
            if (group.path().equals("/")) continue;
            ours.add(
                    group.hierarchy()
                            + ":"
                            + String.join(",", group.controllers())
                            + ":"
                            + group.path());
        }
        assertThat(ours.isEmpty() ? "-" : String.join(",", ours)).isEqualTo(seen.strip());
    }

    @Test
    void the_controllers_are_those_that_the_kernel_lists() throws Exception {
        Path table = Path.of("/proc/cgroups");
        CgroupMembership groups = CgroupMembership.ofPid(ProcessHandle.current().pid());
        for (String line : Files.readAllLines(table)) {
            String[] words = line.split("\\s+");
            if (line.startsWith("#")) continue;
            boolean inV1 = !words[1].equals("0");
            assertThat(groups.of(words[0]).isPresent()).as(words[0]).isEqualTo(inV1);
        }
    }

    @Test
    void a_line_without_two_colons_is_refused() {
        assertThatThrownBy(() -> CgroupMembership.parse("0:/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'0:/': expected 'id:controllers:path'");
    }
}
