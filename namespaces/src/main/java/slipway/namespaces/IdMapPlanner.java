package slipway.namespaces;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.IdMap;
import slipway.linux.SubordinateIds;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.RunTool;
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
     * Host steps that map one's own user and group as 0, and subordinate ids as 1, 2, 3 and so on:
     * by newuidmap and newgidmap, which ask /etc/subuid and /etc/subgid. Afterwards setgroups is
     * allowed.
     *
     * @param users ids of the caller's in /etc/subuid, and no others; not empty
     * @param groups the same of /etc/subgid
     */
    public static Plan mapRanges(
            long uid,
            long gid,
            List<SubordinateIds.Range> users,
            List<SubordinateIds.Range> groups) {
        IdMap userMap = IdMap.ofOwnAnd(uid, users);
        IdMap groupMap = IdMap.ofOwnAnd(gid, groups);
        return Plan.of(
                new RunTool(
                        mapping(RunTool.NEWUIDMAP, userMap),
                        "let users from 0 on be user " + uid + " outside and those of /etc/subuid"),
                new RunTool(
                        mapping(RunTool.NEWGIDMAP, groupMap),
                        "let groups from 0 on be group "
                                + gid
                                + " outside and those of /etc/subgid"));
    }

    /**
     * Host steps that write any maps.
     *
     * @param privileged whether we may write whatever we like; else newuidmap and newgidmap do it
     */
    public static Plan map(IdMaps ids, boolean privileged) {
        if (privileged) {
            return Plan.of(
                    write("uid_map", ids.users(), "user"), write("gid_map", ids.groups(), "group"));
        }
        return Plan.of(
                new RunTool(
                        mapping(RunTool.NEWUIDMAP, ids.users()), "say which user is which outside"),
                new RunTool(
                        mapping(RunTool.NEWGIDMAP, ids.groups()),
                        "say which group is which outside"));
    }

    private static Step write(String file, IdMap map, String kind) {
        return new WriteFile(
                "/proc/$pid/" + file, map.render(), "say which " + kind + " is which outside");
    }

    private static List<String> mapping(String tool, IdMap map) {
        List<String> argv = new ArrayList<>(List.of(tool, "$pid"));
        for (IdMap.Range range : map.ranges()) {
            argv.add(Long.toString(range.inside()));
            argv.add(Long.toString(range.outside()));
            argv.add(Long.toString(range.count()));
        }
        return argv;
    }

    /**
     * Steps of the process: become 0, once 0 is mapped.
     *
     * @param dropGroups whether setgroups is allowed; under a map of a single id it is not
     */
    public static Plan becomeRoot(boolean dropGroups) {
        return become(0, 0, List.of(), dropGroups);
    }

    // tag::become[]
    /**
     * Steps of the process: become a user, with exactly these groups.
     *
     * @param setGroups whether setgroups is allowed
     */
    public static Plan become(long uid, long gid, List<Long> groups, boolean setGroups) {
        List<Step> steps = new ArrayList<>();
        if (setGroups) steps.add(groups(groups));
        // Group first: after setresuid there may be no right left to change it.
        steps.add(
                Step.call(
                        "become group " + gid,
                        Call.of(Syscall.SETRESGID, Arg.num(gid), Arg.num(gid), Arg.num(gid))));
        steps.add(
                Step.call(
                        "become user " + uid,
                        Call.of(Syscall.SETRESUID, Arg.num(uid), Arg.num(uid), Arg.num(uid))));
        return new Plan(steps);
    }

    // end::become[]

    /**
     * Steps of a process whose root is its maker's only id: a user namespace in this one, in which
     * that id is another. All capabilities are there again, over nothing but what is made in it.
     */
    public static Plan beAnother(long uid, long gid) {
        return Plan.of(
                Step.call(
                        "have a user namespace in this one",
                        Call.of(
                                Syscall.UNSHARE,
                                Arg.flag(Namespace.USER.cloneFlag(), Family.CLONE))),
                new WriteFile(
                        "/proc/self/uid_map",
                        IdMap.of(uid, 0, 1).render(),
                        "be user " + uid + " there, and outside who one is"),
                new WriteFile(
                        "/proc/self/gid_map",
                        IdMap.of(gid, 0, 1).render(),
                        "be group " + gid + " there"));
    }

    /** Steps of a process that has just entered the user namespace of others. */
    public static Plan becomeTheirRoot() {
        List<Step> steps = new ArrayList<>();
        Call none = Call.of(Syscall.SETGROUPS, Arg.num(0), Arg.NULL);
        // Where one id alone is mapped, this is denied, and there are no groups to be left.
        steps.add(Step.call("leave every supplementary group", none).tolerating(Errno.EPERM));
        steps.addAll(become(0, 0, List.of(), false).steps());
        return new Plan(steps);
    }

    private static Step groups(List<Long> groups) {
        ByteBuffer list = ByteBuffer.allocate(4 * groups.size()).order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder shown = new StringBuilder("[");
        for (int i = 0; i < groups.size(); i++) {
            list.putInt((int) (long) groups.get(i));
            shown.append(i == 0 ? "" : ", ").append((long) groups.get(i));
        }
        Arg ids =
                groups.isEmpty()
                        ? Arg.NULL
                        : new Arg.Bytes(list.array(), shown.append(']').toString());
        return Step.call(
                groups.isEmpty() ? "leave every supplementary group" : "be in these groups only",
                Call.of(Syscall.SETGROUPS, Arg.num(groups.size()), ids));
    }
}
