package slipway.namespaces;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.IdMap;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/**
 * Who the process is. The maps are written from outside, while the process waits; then it takes the
 * id 0, because a process whose id is not mapped is nobody and loses its capabilities at the next
 * exec.
 *
 * @see <a
 *     href="https://man7.org/linux/man-pages/man7/user_namespaces.7.html">user_namespaces(7)</a>
 */
public final class IdMapPlanner {
    private IdMapPlanner() {}

    /**
     * Host steps that map one's own user and group, and nobody else's: all that the kernel grants
     * to somebody without capabilities.
     *
     * @param uid the caller's, outside
     * @param gid the caller's, outside
     */
    public static Plan mapOnly(long uid, long gid) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                new WriteFile(
                        "/proc/$pid/setgroups",
                        "deny",
                        "give setgroups up, without which an ordinary user may map no group"));
        steps.add(
                new WriteFile(
                        "/proc/$pid/uid_map",
                        IdMap.of(0, uid, 1).render(),
                        "let root in the container be user " + uid + " outside"));
        steps.add(
                new WriteFile(
                        "/proc/$pid/gid_map",
                        IdMap.of(0, gid, 1).render(),
                        "let group 0 in the container be group " + gid + " outside"));
        return new Plan(steps);
    }

    /**
     * Steps of the process: become 0, once 0 is mapped.
     *
     * @param dropGroups whether setgroups is allowed; under a map of a single id it is not
     */
    public static Plan becomeRoot(boolean dropGroups) {
        List<Step> steps = new ArrayList<>();
        if (dropGroups) {
            steps.add(
                    Step.call(
                            "leave every supplementary group",
                            Call.of(Syscall.SETGROUPS, Arg.num(0), Arg.NULL)));
        }
        // Group first: after setresuid there may be no right left to change it.
        steps.add(
                Step.call(
                        "become group 0",
                        Call.of(Syscall.SETRESGID, Arg.num(0), Arg.num(0), Arg.num(0))));
        steps.add(
                Step.call(
                        "become user 0",
                        Call.of(Syscall.SETRESUID, Arg.num(0), Arg.num(0), Arg.num(0))));
        return new Plan(steps);
    }
}
