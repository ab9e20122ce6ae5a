package slipway.cgroups;

import java.util.List;

/**
 * One tree of groups, and where in it this user can make more.
 *
 * @param unified whether it is the one tree of version 2
 * @param above the directory below which groups are made: the top of the tree for root, else one
 *     that was delegated
 * @param writable whether groups can be made there
 * @param controllers those that groups below may have; cpuacct is a part of cpu in version 2
 * @param members pids of version 2 that must leave {@code above} before its children can be
 *     limited: only the top of the tree may have both; none in version 1
 * @param cpus processors that groups below may use, if there is a cpuset
 * @param mems memory nodes, likewise
 * @param countsSwap whether swap can be limited
 */
public record Hierarchy(
        boolean unified,
        String above,
        boolean writable,
        List<String> controllers,
        List<String> members,
        String cpus,
        String mems,
        boolean countsSwap) {
    public Hierarchy {
        controllers = List.copyOf(controllers);
        members = List.copyOf(members);
    }

    boolean has(String controller) {
        return controllers.contains(controller);
    }

    /** A file of the directory above. */
    String file(String name) {
        return above + "/" + name;
    }
}
