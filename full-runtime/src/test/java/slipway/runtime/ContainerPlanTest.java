package slipway.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import slipway.linux.CapabilitySet;
import slipway.testkit.Golden;

/** All that is done for a container, word for word. */
class ContainerPlanTest {
    private static final long ALL = (1L << 41) - 1;
    private static final HostFacts ROOT = new HostFacts(0, 0, new CapabilitySet(ALL), 40, true);
    private static final HostFacts USER = new HostFacts(1000, 1000, new CapabilitySet(0), 40, true);
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
