package slipway.runtime;

import java.util.Optional;
import java.util.OptionalLong;
import slipway.cgroups.CgroupHost;
import slipway.cgroups.CgroupPlanner;
import slipway.cgroups.CgroupTree;
import slipway.cgroups.GroupPath;
import slipway.cgroups.GroupPlan;
import slipway.cgroups.Limits;
import slipway.cgroups.Owner;
import slipway.cgroups.Usage;
import slipway.linux.ExitStatus;

/**
 * The group of a container that is run in the foreground. It exists only where something is
 * limited: the rest costs 0.3 ms and gives such a container nothing, since all its processes end
 * with the first one anyway. See docs/decisions/0010-a-group-for-limits-only.md.
 */
public final class RunGroup {
    private static final int KILLED = 137;

    private RunGroup() {}

    /**
     * Looks what this machine offers, and plans the group.
     *
     * @param id tells the groups of this process apart
     * @throws slipway.cgroups.LimitImpossible if this user can limit nothing here
     */
    public static GroupPlan plan(Limits limits, String id) {
        if (limits.isEmpty()) return GroupPlan.NONE;
        return plan(limits, Owner.us().group(id));
    }

    /**
     * The same for a container that stays when we go, whose group is nobody's but its own.
     *
     * @param id its id
     */
    public static GroupPlan kept(Limits limits, String id) {
        if (limits.isEmpty()) return GroupPlan.NONE;
        return plan(limits, new GroupPath("kept-" + id));
    }

    private static GroupPlan plan(Limits limits, GroupPath path) {
        CgroupTree tree = CgroupHost.detect();
        Limits all = tree.countsSwap() ? withSwap(limits) : limits;
        return CgroupPlanner.group(tree, path, all);
    }

    /** As docker has it: without a word about swap, as much of it as of memory. */
    private static Limits withSwap(Limits limits) {
        long memory = limits.memoryBytes().orElse(-1);
        if (memory == -1 || limits.memorySwapBytes().isPresent()) return limits;
        return limits.withMemory(
                limits.memoryBytes(), OptionalLong.of(2 * memory), limits.memoryReservationBytes());
    }

    /** What to say if memory ran out. */
    public static Optional<String> verdict(Limits limits, Usage usage, ExitStatus status) {
        return verdict(limits.memoryText(), usage, status.shellCode());
    }

    /**
     * The same.
     *
     * @param limit of memory, as people read it; empty if there is none
     * @param status as a shell has it
     */
    public static Optional<String> verdict(String limit, Usage usage, int status) {
        if (usage.oomKills().orElse(0) == 0) return Optional.empty();
        String who = status == KILLED ? "the container" : "a process of the container";
        return Optional.of(
                who
                        + " was killed (OOMKilled): it wanted more than its memory limit"
                        + (limit.isEmpty() ? "" : " of " + limit)
                        + ". Try: a larger --memory");
    }
}
