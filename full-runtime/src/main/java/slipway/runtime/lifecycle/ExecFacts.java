package slipway.runtime.lifecycle;

import java.util.List;
import java.util.Map;
import slipway.linux.Arch;
import slipway.namespaces.Namespace;
import slipway.oci.ProcessSpec;
import slipway.runtime.HostFacts;

/**
 * What the plan of an exec needs to know besides the request.
 *
 * @param joined for each namespace of the container that is not ours, the number of its descriptor;
 *     in the order of joining
 * @param maySetGroups whether setgroups is allowed there
 * @param rlimits as far as they can be set
 * @param oomScore what can be written as oom_score_adj, in text; empty to leave it
 * @param groups the files that it writes itself to, to be in the container's cgroup
 * @param console the number of the socket that a terminal goes over
 */
record ExecFacts(
        Arch arch,
        HostFacts host,
        Map<Namespace, Integer> joined,
        boolean maySetGroups,
        List<ProcessSpec.Rlimit> rlimits,
        String oomScore,
        List<String> groups,
        int console) {
    boolean ownUsers() {
        return joined.containsKey(Namespace.USER);
    }
}
