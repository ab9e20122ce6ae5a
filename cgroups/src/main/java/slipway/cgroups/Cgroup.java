package slipway.cgroups;

import java.util.List;
import java.util.Map;
import slipway.linux.Kernel;
import slipway.plan.PlanRunner;
import slipway.plan.StepFailed;

/** A group that exists. Closing it removes it, with every process that is still in it. */
public final class Cgroup implements AutoCloseable {
    private final List<GroupPlan.Place> places;

    private Cgroup(List<GroupPlan.Place> places) {
        this.places = List.copyOf(places);
    }

    /**
     * Makes the group.
     *
     * @throws GroupFailed with the file and the reason; nothing is left then
     */
    public static Cgroup make(Kernel kernel, GroupPlan plan) {
        try {
            if (!plan.make().isEmpty()) new PlanRunner(kernel).run(plan.make(), Map.of());
            return new Cgroup(plan.places());
        } catch (StepFailed e) {
            throw GroupFailed.explain(e);
        }
    }

    /** One that was made earlier, perhaps by another process. */
    public static Cgroup existing(List<GroupPlan.Place> places) {
        return new Cgroup(places);
    }

    /** What it has used up to now. */
    public Usage usage() {
        return Usage.of(places);
    }

    /**
     * Removes it. Again: nothing happens.
     *
     * @throws GroupBusy if it could not be emptied in ten seconds
     */
    @Override
    public void close() {
        CgroupRemoval.remove(places);
    }
}
