package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWUSER;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.SubordinateIds;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.ToolFailed;
import slipway.plan.launch.Launch;

/** In which order one gives up being root: F20. */
final class IdentityFacts {
    /** Some user and group; in a user namespace the first of the subordinate ones. */
    private static final int SOMEBODY = 1;

    private IdentityFacts() {}

    static Seen order(Lab lab) throws IOException {
        List<Do> right = new ArrayList<>();
        for (Step step : IdMapPlanner.become(SOMEBODY, SOMEBODY, List.of(), true).steps()) {
            right.add((Do) step);
        }
        Do groups = right.get(0);
        Do group = right.get(1);
        Do user = right.get(2);
        Ask count = Ask.of("count", Syscall.GETGROUPS, Arg.num(0), Arg.NULL);
        Answers late = ask(lab, List.of(Ask.of("user", user), Ask.of("group", group)));
        Answers forgot =
                ask(
                        lab,
                        List.of(
                                Ask.of("group", group),
                                Ask.of("user", user),
                                Ask.of("groups", groups),
                                count));
        Answers good =
                ask(
                        lab,
                        List.of(
                                Ask.of("groups", groups),
                                Ask.of("group", group),
                                Ask.of("user", user),
                                count));
        List<String> lines = new ArrayList<>(List.of("root, in one group more; first the user:"));
        lines.addAll(late.lines());
        lines.add("the groups last:");
        lines.addAll(forgot.lines());
        lines.add("groups, group, user:");
        lines.addAll(good.lines());
        return new Seen(
                late.failed("group", Errno.EPERM)
                        && forgot.failed("groups", Errno.EPERM)
                        && forgot.result("count") == 1
                        && good.worked("user")
                        && good.result("count") == 0,
                lines);
    }

    /** As root who is in one more group. */
    private static Answers ask(Lab lab, List<Ask> asked) throws IOException {
        Plan inOneMore = IdMapPlanner.become(0, 0, List.of((long) SOMEBODY), true);
        if (lab.isPrivileged()) return lab.ask(Lab.plain(inOneMore), asked);
        String name = System.getProperty("user.name");
        List<SubordinateIds.Range> users =
                SubordinateIds.of(Path.of("/etc/subuid")).rangesOf(name, lab.uid());
        List<SubordinateIds.Range> groups =
                SubordinateIds.of(Path.of("/etc/subgid")).rangesOf(name, lab.uid());
        if (users.isEmpty() || groups.isEmpty()) {
            throw new CannotTell("it takes more than one user, and /etc/subuid gives you none");
        }
        Launch launch =
                Lab.plain(inOneMore)
                        .withNamespaces(CLONE_NEWUSER)
                        .withWhileCloned(
                                IdMapPlanner.mapRanges(lab.uid(), lab.gid(), users, groups))
                        .withIdentity(IdMapPlanner.becomeRoot(true));
        try {
            return lab.ask(launch, asked);
        } catch (ToolFailed e) {
            throw new CannotTell(String.valueOf(e.getMessage()));
        }
    }
}
