package slipway.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import slipway.testkit.Golden;

/** All that is done for a group, word for word, on machines of every kind. */
class CgroupPlannerTest {
    private static final GroupPath PATH = new GroupPath("run-1-2-3-abc");
    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Limits ALL =
            Limits.NONE
                    .withMemory(
                            OptionalLong.of(64 << 20),
                            OptionalLong.of(96 << 20),
                            OptionalLong.of(32 << 20))
                    .withPids(100)
                    .withCpu(
                            OptionalLong.of(512), OptionalLong.of(50_000), OptionalLong.of(100_000))
                    .withCpuset("0-1", "0");
    private static final Limits WITHOUT =
            Limits.NONE
                    .withMemory(OptionalLong.of(-1), OptionalLong.of(-1), NONE)
                    .withPids(-1)
                    .withCpu(NONE, OptionalLong.of(-1), NONE);

    private static void isGolden(String name, GroupPlan plan) {
        String text =
                plan.make().print() + "\n" + plan.join().print() + "\n" + plan.places() + "\n";
        Golden.check(Path.of("cgroups/src/test/golden", name), text);
    }

    private static GroupPlan plan(CgroupTree tree, Limits limits) {
        return CgroupPlanner.group(tree, PATH, limits);
    }

    @Test
    void all_limits_in_version_1() {
        isGolden("version1-all.txt", plan(Trees.version1(), ALL));
    }

    @Test
    void all_limits_in_version_2() {
        isGolden("version2-all.txt", plan(Trees.unified(), ALL));
    }

    @Test
    void no_limits_said_aloud_in_version_1() {
        isGolden("version1-unlimited.txt", plan(Trees.version1(), WITHOUT));
    }

    @Test
    void no_limits_said_aloud_in_version_2() {
        isGolden("version2-unlimited.txt", plan(Trees.unified(), WITHOUT));
    }

    @Test
    void an_ordinary_user_in_a_delegated_group_of_version_2_moves_aside_first() {
        Limits limits = Limits.NONE.withMemoryBytes(64 << 20).withPids(10);
        isGolden("version2-delegated.txt", plan(Trees.delegated("41", "42"), limits));
    }

    @Test
    void a_path_of_OCI_begins_at_the_top_and_what_is_there_keeps_its_processors() {
        Limits limits = Limits.NONE.withMemoryBytes(64 << 20);
        GroupPath path = new GroupPath("/docker/0123abc");
        isGolden(
                "version1-oci-path.txt",
                CgroupPlanner.group(
                        Trees.version1(), path, limits, Trees.version1().controllers()));
    }

    @Test
    void only_hierarchies_that_a_limit_needs_get_a_directory() {
        GroupPlan plan = plan(Trees.version1(), Limits.NONE.withPids(3));
        assertThat(plan.places())
                .containsExactly(
                        new GroupPlan.Place("/sys/fs/cgroup/pids/slipway/run-1-2-3-abc", false));
    }

    @Test
    void nothing_is_planned_where_nothing_is_limited() {
        assertThat(plan(Trees.version1(), Limits.NONE)).isEqualTo(GroupPlan.NONE);
        assertThat(plan(Trees.unified(), Limits.NONE)).isEqualTo(GroupPlan.NONE);
    }

    @Test
    void two_controllers_of_one_hierarchy_share_a_directory() {
        List<String> both = List.of("cpuacct", "cpu");
        assertThat(CgroupPlanner.group(Trees.version1(), PATH, Limits.NONE, both).places())
                .hasSize(1);
    }

    @Test
    void a_stranger_is_told_how_to_get_a_group() {
        Limits limits = Limits.NONE.withMemoryBytes(1 << 20);
        assertThatThrownBy(() -> plan(Trees.version1OfStranger(), limits))
                .hasMessage(
                        "cannot limit memory: no cgroup in /sys/fs/cgroup/memory belongs to user"
                                + " 1000. Try: as root: mkdir -p"
                                + " /sys/fs/cgroup/memory/slipway/user-1000 && chown -R 1000"
                                + " /sys/fs/cgroup/memory/slipway/user-1000");
        assertThatThrownBy(() -> plan(Trees.unifiedOfStranger(), limits))
                .hasMessageContaining("cannot limit memory: no cgroup in")
                .hasMessageContaining("Try: systemd-run --user --scope -p Delegate=yes slipway");
    }

    @Test
    void a_controller_that_is_not_delegated_is_named() {
        Limits limits = Limits.NONE.withCpuset("0", "");
        assertThatThrownBy(() -> plan(Trees.delegated(), limits))
                .hasMessageStartingWith(
                        "cannot limit the processors it runs on: the controller cpuset is not"
                                + " there. Try: ");
        assertThatThrownBy(() -> plan(Trees.version1OfStranger(), limits))
                .hasMessageEndingWith("Try: slipway doctor");
    }
}
