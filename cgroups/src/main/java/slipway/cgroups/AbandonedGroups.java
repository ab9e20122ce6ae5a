package slipway.cgroups;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Groups that a {@code slipway run} left because it was killed: their owner is dead. */
public final class AbandonedGroups {
    private AbandonedGroups() {}

    /** Their directories, in a fixed order. */
    public static List<String> list(CgroupTree tree) {
        List<String> found = new ArrayList<>();
        for (Hierarchy each : tree.hierarchies()) {
            if (!each.writable()) continue;
            String own = each.file(GroupPath.OWN);
            String[] names = new File(own).list();
            if (names == null) continue; // no container has had a limit here yet
            Arrays.sort(names);
            for (String name : names) if (isAbandoned(name)) found.add(own + "/" + name);
        }
        return found;
    }

    private static boolean isAbandoned(String name) {
        return Owner.of(name).isPresent() && Owner.of(name).get().isDead();
    }

    /**
     * Removes one, and kills what is still in it.
     *
     * @param directory one of {@link #list}
     */
    public static void remove(String directory) {
        String name = directory.substring(directory.lastIndexOf('/') + 1);
        if (!isAbandoned(name)) {
            throw new IllegalArgumentException("the owner of " + directory + " is alive");
        }
        CgroupRemoval.remove(List.of(new GroupPlan.Place(directory, false)));
    }
}
