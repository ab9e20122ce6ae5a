package slipway.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import slipway.linux.LinuxKernel;
import slipway.testkit.InGuest;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Groups are made whole, and go with all that is in them. */
@InGuest
@NeedsRoot
@NothingLeaks(directories = {"/sys/fs/cgroup/memory/slipway", "/sys/fs/cgroup/slipway"})
class CgroupTest {
    private static final Limits SOME = Limits.NONE.withMemoryBytes(64 << 20).withPids(100);

    private static final OptionalLong NONE = OptionalLong.empty();

    private static Cgroup make(GroupPlan plan) {
        return Cgroup.make(LinuxKernel.INSTANCE, plan);
    }

    private static Path directory(GroupPlan plan) {
        return Path.of(plan.places().get(0).directory());
    }

    private static Process sleepIn(GroupPlan plan) throws IOException {
        Process process = new ProcessBuilder("sleep", "1000").start();
        for (GroupPlan.Place place : plan.places()) {
            Files.writeString(Path.of(place.file("cgroup.procs")), "" + process.pid());
        }
        return process;
    }

    @Test
    void closing_removes_it_and_once_more_does_nothing() {
        GroupPlan plan = Containers.plan(SOME);
        Cgroup group = make(plan);
        assertThat(directory(plan)).isDirectory();
        group.close();
        assertThat(directory(plan)).doesNotExist();
        group.close();
    }

    @Test
    void closing_ends_what_is_left_in_it_and_in_groups_below() throws Exception {
        GroupPlan plan = Containers.plan(SOME);
        Cgroup group = make(plan);
        Process one = sleepIn(plan);
        Process two = sleepIn(plan);
        Path below = Files.createDirectory(directory(plan).resolve("below"));
        Files.createDirectory(below.resolve("deeper"));
        Files.writeString(below.resolve("deeper/cgroup.procs"), "" + two.pid());
        group.close();
        assertThat(one.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(two.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(one.exitValue(), two.exitValue())).containsOnly(137);
        assertThat(directory(plan)).doesNotExist();
    }

    @Test
    void usage_is_what_the_kernels_files_say() throws Exception {
        GroupPlan plan = Containers.plan(SOME);
        try (Cgroup group = make(plan)) {
            Process process = sleepIn(plan);
            assertThat(group.usage().pids()).hasValue(1);
            assertThat(group.usage().oomKills()).hasValue(0);
            assertThat(group.usage().memoryBytes().isPresent()).isTrue();
            process.destroyForcibly().waitFor();
        }
        assertThat(Cgroup.existing(plan.places()).usage())
                .isEqualTo(
                        new Usage(
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                OptionalLong.empty()));
    }

    @Test
    void a_group_that_cannot_be_limited_is_not_left_half_made() {
        CgroupTree tree = CgroupHost.detect();
        Limits impossible = SOME.withCpu(NONE, OptionalLong.of(1L << 62), NONE);
        GroupPlan plan = CgroupPlanner.group(tree, Owner.us().group("impossible"), impossible);
        assertThatThrownBy(() -> make(plan))
                .isInstanceOf(GroupFailed.class)
                .hasMessageStartingWith("could not let it run for 4611686018427387904 of every")
                .hasMessageContaining("/slipway/run-")
                .hasMessageContaining("failed: E")
                .hasMessageContaining("Try: ");
        for (GroupPlan.Place place : plan.places()) {
            assertThat(Path.of(place.directory())).doesNotExist();
        }
    }

    @Test
    void processors_that_are_not_there_are_refused_with_those_that_are() {
        Limits impossible = Limits.NONE.withCpuset("0,4000", "");
        String cpus = Run.output("cat", "/sys/devices/system/cpu/online").strip();
        assertThatThrownBy(() -> Containers.plan(impossible))
                .isInstanceOf(LimitImpossible.class)
                .hasMessage(
                        "cannot limit the processors it runs on: of the processors 0,4000 not all"
                                + " are there. Try: some of "
                                + cpus);
    }

    @Test
    void groups_of_the_living_are_not_abandoned_and_those_of_the_dead_are() {
        CgroupTree tree = CgroupHost.detect();
        Owner us = Owner.us();
        Owner dead = new Owner(us.pid(), us.began() - 1, us.pidNamespace());
        GroupPlan ours = Containers.plan(SOME);
        GroupPlan theirs = CgroupPlanner.group(tree, dead.group("dead"), SOME);
        try (Cgroup living = make(ours)) {
            make(theirs);
            List<String> abandoned = AbandonedGroups.list(tree);
            for (GroupPlan.Place place : theirs.places()) {
                assertThat(abandoned).contains(place.directory());
                AbandonedGroups.remove(place.directory());
                assertThat(Path.of(place.directory())).doesNotExist();
            }
            for (GroupPlan.Place place : ours.places()) {
                assertThat(abandoned).doesNotContain(place.directory());
                assertThatThrownBy(() -> AbandonedGroups.remove(place.directory()))
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(living.usage().pids()).hasValue(0);
        }
    }
}
