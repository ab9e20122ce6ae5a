package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.CapabilitySet;
import slipway.namespaces.IdMapPlanner;
import slipway.oci.LinuxSpec;
import slipway.oci.ProcessSpec;
import slipway.oci.Spec;
import slipway.plan.Plan;
import slipway.plan.RunTool;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.runtime.HostFacts;
import slipway.security.CapabilityPlanner;

/** Steps that make a container's process who it is to be. */
final class IdentityPlanner {
    private IdentityPlanner() {}

    /** Host steps that write the maps of a new user namespace. */
    static Plan maps(Spec spec, HostFacts host) {
        List<LinuxSpec.IdMapping> users = spec.linux().uidMappings();
        List<LinuxSpec.IdMapping> groups = spec.linux().gidMappings();
        if (host.privileged()) {
            List<Step> steps = new ArrayList<>();
            if (!users.isEmpty()) steps.add(write("uid_map", users, "user"));
            if (!groups.isEmpty()) steps.add(write("gid_map", groups, "group"));
            return new Plan(steps);
        }
        if (isOnly(users, host.uid()) && isOnly(groups, host.gid())) {
            return IdMapPlanner.mapOnly(host.uid(), host.gid());
        }
        return Plan.of(
                tool(RunTool.NEWUIDMAP, users, "user"), tool(RunTool.NEWGIDMAP, groups, "group"));
    }

    private static boolean isOnly(List<LinuxSpec.IdMapping> ids, long own) {
        return ids.size() == 1
                && ids.get(0).containerId() == 0
                && ids.get(0).hostId() == own
                && ids.get(0).size() == 1;
    }

    private static Step write(String file, List<LinuxSpec.IdMapping> ids, String kind) {
        StringBuilder text = new StringBuilder();
        for (LinuxSpec.IdMapping each : ids) {
            text.append(each.containerId()).append(' ').append(each.hostId());
            text.append(' ').append(each.size()).append('\n');
        }
        return new WriteFile(
                "/proc/$pid/" + file, text.toString(), "say which " + kind + " is which");
    }

    private static Step tool(String name, List<LinuxSpec.IdMapping> ids, String kind) {
        List<String> argv = new ArrayList<>(List.of(name, "$pid"));
        for (LinuxSpec.IdMapping each : ids) {
            argv.add(Long.toString(each.containerId()));
            argv.add(Long.toString(each.hostId()));
            argv.add(Long.toString(each.size()));
        }
        return new RunTool(argv, "say which " + kind + " is which");
    }

    /** Steps of the process before its exec. */
    static Plan becomeRoot(Spec spec, HostFacts host) {
        return IdMapPlanner.becomeRoot(maySetGroups(spec, host));
    }

    private static boolean maySetGroups(Spec spec, HostFacts host) {
        if (spec.linux().joins("user")) return false; // they were left on the way, if they could be
        if (!spec.linux().makes("user") || host.privileged()) return host.maySetGroups();
        return !isOnly(spec.linux().gidMappings(), host.gid()) && host.maySetGroups();
    }

    /**
     * Steps of the process at the end. Drops first, then ids, then what is left: each needs a right
     * that the next one takes away.
     */
    static Plan rights(Spec spec, ProcessSpec process, HostFacts host) {
        return rights(process, host, spec.linux().makesOrJoins("user"), maySetGroups(spec, host));
    }

    /**
     * The same.
     *
     * @param ownUsers whether it is in a user namespace that is not ours
     * @param maySetGroups whether setgroups is allowed there
     */
    static Plan rights(
            ProcessSpec process, HostFacts host, boolean ownUsers, boolean maySetGroups) {
        ProcessSpec.Capabilities wanted = process.capabilities();
        // In a user namespace of its own it has all; else nobody can give what he has not.
        CapabilitySet most = ownUsers ? CapabilitySet.ALL : host.capabilities();
        CapabilitySet permitted = wanted.permitted().and(most);
        CapabilitySet bounding = wanted.bounding().and(most);
        CapabilitySet inheritable = wanted.inheritable().and(bounding).and(most);
        ProcessSpec.User user = process.user();
        Plan plan = CapabilityPlanner.bound(bounding, host.lastCapability());
        if (user.uid() != 0) plan = plan.then(CapabilityPlanner.surviveChangeOfIds());
        boolean groups = maySetGroups;
        if (!groups && !user.groups().isEmpty()) groups = true; // let the kernel say no
        return plan.then(IdMapPlanner.become(user.uid(), user.gid(), user.groups(), groups))
                .then(
                        CapabilityPlanner.have(
                                wanted.effective().and(permitted), permitted, inheritable))
                .then(CapabilityPlanner.ambient(wanted.ambient().and(permitted).and(inheritable)));
    }
}
