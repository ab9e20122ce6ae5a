package slipway.lessons.spaces;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.BecomesRoot.Action;
import slipway.linux.CapabilitySet;
import slipway.linux.IdMap;
import slipway.linux.ProcStatus;
import slipway.plan.launch.Child;

/** Exercise 2.9: an ordinary user's process, which does as the learner says, seen from outside. */
public final class RootInsideChecks implements Checks {
    @Override
    public void run(Bench bench) {
        bench.check("possible", () -> after(bench, (user, root) -> {}));
        bench.check("mapped", () -> after(bench, RootInsideChecks::mapped));
        bench.check("own", () -> compare(bench, Action.NAME_ITS_OWN_HOST, Action.MOUNT_FOR_ITSELF));
        bench.check("machine", () -> compare(bench, Action.NAME_THE_MACHINE, Action.MOUNT_FOR_ALL));
        bench.check(
                "files",
                () -> compare(bench, Action.READ_A_FILE_OF_ROOT, Action.READ_A_FILE_OF_THE_USER));
        bench.check("granted", () -> compare(bench, Action.MAKE_A_DEVICE, Action.SET_GROUPS));
    }

    /** What is looked at while the process waits. */
    private interface Look {
        void at(Commoner user, Child root) throws Exception;
    }

    private static void after(Bench bench, Look look) throws Exception {
        BecomesRoot learners = bench.learner(BecomesRoot.class);
        Commoner user = Commoner.any(bench);
        Steady steps = Steady.of("becomeRoot", learners.becomeRoot(user.uid(), user.gid()));
        user.requireUserNamespaces();
        try (Child root = steps.start(bench, user.launch(), java.util.List.of(), true)) {
            look.at(user, root);
        }
    }

    private static void mapped(Commoner user, Child root) throws Exception {
        String users = IdMap.usersOfPid(root.pid()).toString();
        String groups = IdMap.groupsOfPid(root.pid()).toString();
        CapabilitySet has = ProcStatus.ofPid(root.pid()).capabilities().effective();
        boolean isRoot =
                users.equals("0 " + user.uid() + " 1")
                        && groups.equals("0 " + user.gid() + " 1")
                        && has.containsAll(
                                CapabilitySet.of(slipway.linux.Capability.CAP_SYS_ADMIN));
        if (isRoot) return;
        throw new NotYet(
                "After your steps uid_map of the process was '"
                        + users
                        + "', gid_map was '"
                        + groups
                        + "', and it had "
                        + has.names().size()
                        + " capabilities.");
    }

    private static void compare(Bench bench, Action... actions) throws Exception {
        Map<Action, Boolean> said = bench.learner(BecomesRoot.class).allowed();
        String missing =
                Arrays.stream(actions)
                        .filter(action -> said.get(action) == null)
                        .map(Action::name)
                        .collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) throw new NotYet("There is no answer for " + missing + ".");
        Commoner user = Commoner.any(bench);
        user.requireUserNamespaces();
        Deeds deeds = Deeds.tried(bench, user);
        for (Action action : actions) {
            if (Boolean.valueOf(deeds.allowed(action)).equals(said.get(action))) continue;
            String yours = deeds.allowed(action) ? "denied" : "allowed";
            throw new NotYet(
                    deeds.shown(action) + " You say that " + action + " is " + yours + ".");
        }
    }
}
