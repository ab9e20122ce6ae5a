package slipway.cgroups;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_WRONLY;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/** Groups, as host steps. A group is a directory in each hierarchy that it needs. */
public final class CgroupPlanner {
    private static final int MODE = 0755;
    private static final String PROCS = "/cgroup.procs";

    private final Limits limits;
    private final List<Step> make = new ArrayList<>();
    private final List<Step> join = new ArrayList<>();
    private final List<GroupPlan.Place> places = new ArrayList<>();

    private CgroupPlanner(Limits limits) {
        this.limits = limits;
    }

    /**
     * A group with these limits, in the hierarchies that they need and no other.
     *
     * @throws LimitImpossible if this machine, or this user, has no way to a limit
     */
    public static GroupPlan group(CgroupTree tree, GroupPath path, Limits limits) {
        return group(tree, path, limits, limits.controllers());
    }

    /**
     * A group that besides can be counted and frozen by others: OCI engines read all of them.
     *
     * @param controllers those it shall have, besides what the limits need
     * @throws LimitImpossible if this machine, or this user, has no way to one of them
     */
    public static GroupPlan group(
            CgroupTree tree, GroupPath path, Limits limits, List<String> controllers) {
        List<String> all = new ArrayList<>(limits.controllers());
        for (String each : controllers) if (!all.contains(each)) all.add(each);
        CgroupPlanner planner = new CgroupPlanner(limits);
        for (Hierarchy hierarchy : tree.with(all)) {
            if (hierarchy.has("cpuset")) refuseMissing(hierarchy, limits);
            if (hierarchy.unified()) planner.unified(hierarchy, path, all);
            else planner.version1(hierarchy, path);
        }
        return new GroupPlan(new Plan(planner.make), new Plan(planner.join), planner.places);
    }

    /** Version 2 would take it in silence, and let the processes run wherever they like. */
    private static void refuseMissing(Hierarchy hierarchy, Limits limits) {
        refuseMissing("processors", Limits.CPUS, limits.cpusetCpus(), hierarchy.cpus());
        refuseMissing("memory nodes", Limits.MEMS, limits.cpusetMems(), hierarchy.mems());
    }

    private static void refuseMissing(String what, String property, String asked, String there) {
        if (asked.isEmpty() || there.isEmpty()) return;
        BitSet missing = CpuList.parse(property, asked);
        missing.andNot(CpuList.parse(property, there));
        if (missing.isEmpty()) return;
        throw new LimitImpossible(
                "cpuset",
                "of the " + what + " " + asked + " not all are there",
                "some of " + there);
    }

    private void version1(Hierarchy hierarchy, GroupPath path) {
        List<String> levels = path.below(hierarchy.above());
        for (int i = 0; i < levels.size(); i++) {
            Do mkdir = makeGroup(levels.get(i), i == levels.size() - 1);
            if (hierarchy.has("cpuset")) fillCpuset(hierarchy, levels.get(i), mkdir, path.isOwn());
            else make.add(mkdir);
        }
        finish(hierarchy, levels.get(levels.size() - 1));
    }

    /**
     * A new group of version 1 has neither processors nor memory nodes, and takes no process so.
     * One of somebody else's that is there already keeps what its owner gave it.
     */
    private void fillCpuset(Hierarchy hierarchy, String group, Do mkdir, boolean own) {
        String why = "let the new group use all that there is";
        List<Step> fill = new ArrayList<>();
        fill.add(own ? mkdir : mkdir.tolerating());
        fill.add(new WriteFile(group + "/cpuset.cpus", hierarchy.cpus(), why));
        fill.add(new WriteFile(group + "/cpuset.mems", hierarchy.mems(), why));
        if (own) make.addAll(fill);
        else make.add(new FirstOf(List.of(new Group(fill, mkdir.why()), mkdir), mkdir.why()));
    }

    private void unified(Hierarchy hierarchy, GroupPath path, List<String> controllers) {
        List<String> levels = path.below(hierarchy.above());
        StringBuilder wanted = new StringBuilder();
        for (String each : controllers) {
            if (hierarchy.has(each)) wanted.append(wanted.length() == 0 ? "+" : " +").append(each);
        }
        leave(hierarchy);
        String parent = hierarchy.above();
        for (int i = 0; i < levels.size(); i++) {
            make.add(
                    new WriteFile(
                            parent + "/cgroup.subtree_control",
                            wanted.toString(),
                            "let groups below " + parent + " be limited"));
            parent = levels.get(i);
            make.add(makeGroup(parent, i == levels.size() - 1));
        }
        finish(hierarchy, parent);
    }

    /** Of version 2, a group has processes or limited children, never both. */
    private void leave(Hierarchy hierarchy) {
        if (hierarchy.members().isEmpty()) return;
        String callers = hierarchy.file(GroupPath.OWN + "-callers");
        make.add(makeGroup(callers, false));
        for (String pid : hierarchy.members()) {
            String why = "move process " + pid + " aside: a group has members or limited children";
            Call open =
                    Call.of(
                            Syscall.OPENAT,
                            Arg.flag(AT_FDCWD, Family.DIRFD),
                            Arg.text(callers + PROCS),
                            Arg.flag(O_WRONLY | O_CLOEXEC, Family.OPEN),
                            Arg.mode(0));
            Arg list = Arg.result("list");
            Call write = Call.of(Syscall.WRITE, list, Arg.text(pid), Arg.num(pid.length()));
            make.add(Step.call("open the list of members", open).as("list"));
            make.add(Step.call(why, write).tolerating(Errno.ESRCH));
            make.add(Step.call("close the list", Call.of(Syscall.CLOSE, list)));
        }
    }

    private void finish(Hierarchy hierarchy, String group) {
        make.addAll(LimitPlanner.writes(limits, hierarchy, group));
        join.add(new WriteFile(group + PROCS, "$pid", "put the process into " + group));
        places.add(new GroupPlan.Place(group, hierarchy.unified()));
    }

    private static Do makeGroup(String directory, boolean last) {
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        Arg path = Arg.text(directory);
        Do mkdir =
                Step.call(
                                last ? "make the group" : "have the group above",
                                Call.of(Syscall.MKDIRAT, here, path, Arg.mode(MODE)))
                        .tolerating(Errno.EEXIST);
        Arg how = Arg.flag(AT_REMOVEDIR, Family.AT);
        return last ? mkdir.undoneBy(Call.of(Syscall.UNLINKAT, here, path, how)) : mkdir;
    }
}
