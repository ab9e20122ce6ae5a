package slipway.cgroups;

import java.util.List;
import slipway.plan.Plan;

/**
 * What is to be done for one group.
 *
 * @param make host steps: the group, with its limits
 * @param join host steps that put the child {@code $pid} into it, for {@link
 *     slipway.plan.launch.Launch#withWhileReady}: never earlier, since an out-of-memory kill takes
 *     all that share the memory
 * @param enter steps with which the child does the same itself, on its way to its program; nothing
 *     where it cannot. To move another process the kernel waits for a grace period, some 10 ms;
 *     only a thread that moves itself ({@code 0} to {@code tasks} of version 1) needs none
 * @param places what the group consists of, for {@link Cgroup}
 */
public record GroupPlan(Plan make, Plan join, Plan enter, List<Place> places) {
    /** No group at all: the child stays where its parent is. */
    public static final GroupPlan NONE =
            new GroupPlan(Plan.NOTHING, Plan.NOTHING, Plan.NOTHING, List.of());

    public GroupPlan {
        places = List.copyOf(places);
    }

    /**
     * The directory of a group in one hierarchy.
     *
     * @param unified whether it is one of version 2
     */
    public record Place(String directory, boolean unified) {
        String file(String name) {
            return directory + "/" + name;
        }
    }
}
