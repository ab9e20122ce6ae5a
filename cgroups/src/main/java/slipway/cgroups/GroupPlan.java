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
 * @param places what the group consists of, for {@link Cgroup}
 */
public record GroupPlan(Plan make, Plan join, List<Place> places) {
    /** No group at all: the child stays where its parent is. */
    public static final GroupPlan NONE = new GroupPlan(Plan.NOTHING, Plan.NOTHING, List.of());

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
