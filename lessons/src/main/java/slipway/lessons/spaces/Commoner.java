package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWUSER;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.Stage;
import slipway.linux.ProcStatus;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/**
 * Somebody without any right: ourselves, or, if we are root, a number that nobody has. An effect.
 */
record Commoner(Stage stage, long uid, long gid) {
    private static final int FIRST = 30_000;
    private static final int MANY = 20_000;

    static Commoner any(Stage stage) {
        ProcStatus we = Ground.we();
        if (!Ground.areRoot()) {
            return new Commoner(stage, we.uids().effective(), we.gids().effective());
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new Commoner(
                stage, FIRST + random.nextInt(MANY), FIRST + MANY + random.nextInt(1000));
    }

    /** A process of this user in the machine's namespaces; root's mounts it does not reach. */
    Launch launch() {
        if (!Ground.areRoot()) return Launch.of(Plan.of(Ground.visible()));
        List<Step> steps = new ArrayList<>();
        steps.add(Steps.setgroups(List.of()));
        steps.add(Steps.setresgid(gid, gid, gid));
        steps.add(Steps.setresuid(uid, uid, uid));
        steps.add(Ground.visible());
        return Ground.apart(0, steps);
    }

    /** Steps that are known to be right. */
    List<Step> becomeRoot() {
        return List.of(
                Steps.unshare(CLONE_NEWUSER),
                Steps.write("/proc/self/setgroups", "deny"),
                Steps.write("/proc/self/uid_map", "0 " + uid + " 1"),
                Steps.write("/proc/self/gid_map", "0 " + gid + " 1"));
    }

    void requireUserNamespaces() {
        try {
            Steady.ours(becomeRoot()).start(stage, launch(), List.of(), true).close();
        } catch (NotYet e) {
            throw new CannotJudge("no ordinary user gets a user namespace here: " + e.getMessage());
        }
    }
}
