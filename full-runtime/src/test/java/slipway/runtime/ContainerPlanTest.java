package slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.CapabilitySet;
import slipway.linux.SubordinateIds;
import slipway.testkit.Golden;

/** All that is done for a container, word for word. */
class ContainerPlanTest {
    private static final long ALL = (1L << 41) - 1;
    private static final HostFacts ROOT = new HostFacts(0, 0, new CapabilitySet(ALL), 40, true);
    private static final HostFacts USER = new HostFacts(1000, 1000, new CapabilitySet(0), 40, true);
    private static final List<SubordinateIds.Range> IDS =
            List.of(new SubordinateIds.Range(100_000, 65_536));
    private static final HostFacts GRANTED =
            new HostFacts(1000, 1000, new CapabilitySet(0), 40, true, IDS, IDS);
    private static final RunRequest WISH =
            RunRequest.of(
                    RootSource.writtenThrough("/srv/debian"),
                    "a-name",
                    List.of("PATH=/usr/bin:/bin", "HOME=/root"),
                    "/srv",
                    List.of("sh", "-c", "echo \"hello\""));

    private static void isGolden(String name, ContainerPlan plan) {
        Golden.check(Path.of("full-runtime/src/test/golden", name), plan.print());
    }

    @Test
    void the_plan_of_root() {
        isGolden("plan-of-root.txt", ContainerPlanner.plan(WISH, ROOT));
    }

    @Test
    void the_plan_of_an_ordinary_user() {
        isGolden("plan-of-user.txt", ContainerPlanner.plan(WISH, USER));
    }

    @Test
    void the_plan_of_an_ordinary_user_with_subordinate_ids() {
        isGolden("plan-of-user-with-ranges.txt", ContainerPlanner.plan(WISH, GRANTED));
    }

    @Test
    void ranges_that_overlap_are_mapped_once() {
        List<SubordinateIds.Range> ranges =
                List.of(
                        new SubordinateIds.Range(1000, 5),
                        new SubordinateIds.Range(100_000, 10),
                        new SubordinateIds.Range(100_009, 10),
                        new SubordinateIds.Range(4_294_967_295L, 1),
                        new SubordinateIds.Range(200_000, 10));
        HostFacts odd = new HostFacts(1000, 1000, new CapabilitySet(0), 40, true, ranges, ranges);
        assertThat(ContainerPlanner.plan(WISH, odd).print())
                .contains("newuidmap $pid 0 1000 1 1 100000 10 11 200000 10\n");
    }

    @Test
    void the_same_wish_on_the_same_host_has_the_same_plan() {
        assertThat(ContainerPlanner.plan(WISH, ROOT)).isEqualTo(ContainerPlanner.plan(WISH, ROOT));
    }

    @Test
    void root_keeps_no_capability_that_the_caller_lacks() {
        HostFacts withoutChown = new HostFacts(0, 0, new CapabilitySet(ALL & ~1), 40, true);
        assertThat(ContainerPlanner.plan(WISH, ROOT).print()).doesNotContain("each of CAP_CHOWN");
        assertThat(ContainerPlanner.plan(WISH, withoutChown).print())
                .contains("PR_CAPBSET_DROP, each of CAP_CHOWN|");
    }

    @Test
    void groups_are_not_left_where_the_kernel_denies_it() {
        HostFacts denied = new HostFacts(0, 0, new CapabilitySet(ALL), 40, false);
        assertThat(ContainerPlanner.plan(WISH, ROOT).print()).contains("setgroups(0, NULL)");
        assertThat(ContainerPlanner.plan(WISH, denied).print()).doesNotContain("setgroups(");
    }
}
