package slipway.cgroups;

import java.util.ArrayList;
import java.util.List;

/**
 * The hierarchies of this machine: of version 1 one for each controller or two, of version 2 the
 * only one; or both kinds beside each other.
 *
 * @param uid whose view it is, for advice
 */
public record CgroupTree(List<Hierarchy> hierarchies, long uid) {
    public CgroupTree {
        hierarchies = List.copyOf(hierarchies);
    }

    /** All controllers that this user's groups can have. */
    public List<String> controllers() {
        List<String> all = new ArrayList<>();
        for (Hierarchy each : hierarchies) if (each.writable()) all.addAll(each.controllers());
        return all;
    }

    /** Whether a limit of memory can have one of swap beside it. */
    public boolean countsSwap() {
        for (Hierarchy each : hierarchies) if (each.has("memory")) return each.countsSwap();
        return false;
    }

    /**
     * The hierarchies in which a group needs a directory to have these controllers.
     *
     * @throws LimitImpossible if there is no such controller, or not for this user
     */
    List<Hierarchy> with(List<String> wanted) {
        List<Hierarchy> found = new ArrayList<>();
        for (String controller : wanted) {
            Hierarchy one = with(controller);
            if (!isAmong(found, one)) found.add(one);
        }
        return found;
    }

    /** By identity: equals of a record costs a cold JVM milliseconds. */
    private static boolean isAmong(List<Hierarchy> found, Hierarchy one) {
        for (Hierarchy each : found) if (each == one) return true;
        return false;
    }

    private Hierarchy with(String controller) {
        boolean unified = false;
        for (Hierarchy each : hierarchies) {
            if (each.has(controller)) {
                if (each.writable()) return each;
                throw new LimitImpossible(controller, denied(each), advice(each));
            }
            unified |= each.unified() && each.writable();
        }
        throw new LimitImpossible(
                controller,
                "the controller " + controller + " is not there",
                unified
                        ? "enable it in the cgroup.subtree_control of the groups above, as systemd"
                                + " does for Delegate="
                                + controller
                        : "slipway doctor");
    }

    private String denied(Hierarchy hierarchy) {
        return "no cgroup in " + hierarchy.above() + " belongs to user " + uid;
    }

    private String advice(Hierarchy hierarchy) {
        if (hierarchy.unified()) {
            return "systemd-run --user --scope -p Delegate=yes slipway ..., or as root";
        }
        String group = hierarchy.above() + "/" + ofUser(uid);
        return "as root: mkdir -p " + group + " && chown -R " + uid + " " + group;
    }

    /** A group that root may have made for a user. */
    static String ofUser(long uid) {
        return GroupPath.OWN + "/user-" + uid;
    }
}
