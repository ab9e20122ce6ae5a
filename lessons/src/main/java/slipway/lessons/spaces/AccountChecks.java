package slipway.lessons.spaces;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.ProcStatus;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 2.10: who a process is, and whose its files are, seen from outside. */
public final class AccountChecks implements Checks {
    @Override
    public void run(Bench bench) {
        bench.check("order", () -> after(bench, (user, seen) -> {}));
        bench.check("user", () -> after(bench, AccountChecks::user));
        bench.check("group", () -> after(bench, AccountChecks::group));
        bench.check("groups", () -> after(bench, AccountChecks::groups));
        bench.check("outside", () -> outside(bench, true));
        bench.check("ranges", () -> outside(bench, false));
        bench.check("inside", () -> inside(bench));
    }

    /** Whom the process is to become, inside. */
    private record Account(Realm realm, long uid, long gid, List<Integer> groups) {
        static Account any(Realm realm) {
            MapLine users = realm.users().get(1);
            MapLine groups = realm.groups().get(1);
            long one = Realm.someone(groups);
            long other = Realm.someone(groups);
            List<Integer> further = List.of((int) one, (int) (one == other ? one + 1 : other));
            return new Account(realm, Realm.someone(users), Realm.someone(groups), further);
        }
    }

    private interface Look {
        void at(Account user, ProcStatus seen);
    }

    private static void after(Bench bench, Look look) throws Exception {
        ChangesAccounts learners = bench.learner(ChangesAccounts.class);
        learners.become(
                1000, 1000, List.of(24, 25)); // so that who has written nothing is told so anywhere
        Realm realm = Realm.any();
        Account user = Account.any(realm);
        Account before = Account.any(realm);
        Steady steps =
                Steady.of(
                        "become",
                        learners.become((int) user.uid(), (int) user.gid(), user.groups()));
        List<slipway.plan.Step> first = List.of(Steps.setgroups(before.groups()));
        try (Child child =
                steps.start(bench, realm.launch(first), List.of(Ground.visible()), true)) {
            look.at(user, ProcStatus.ofPid(child.pid()));
        }
    }

    private static void user(Account user, ProcStatus seen) {
        long wanted = Realm.outside(user.realm().users(), user.uid());
        require("Uid", user.uid(), wanted, seen.uids(), user.realm().users());
    }

    private static void group(Account user, ProcStatus seen) {
        long wanted = Realm.outside(user.realm().groups(), user.gid());
        require("Gid", user.gid(), wanted, seen.gids(), user.realm().groups());
    }

    private static void require(
            String line, long inside, long wanted, ProcStatus.Ids has, List<MapLine> map) {
        if (has.equals(new ProcStatus.Ids(wanted, wanted, wanted, wanted))) return;
        throw new NotYet(
                "It was to become "
                        + inside
                        + ". /proc/PID/status says inside: "
                        + line
                        + ", real "
                        + insideOf(map, has.real())
                        + ", effective "
                        + insideOf(map, has.effective())
                        + ", saved "
                        + insideOf(map, has.saved())
                        + ".");
    }

    private static long insideOf(List<MapLine> map, long outside) {
        for (MapLine line : map) {
            long offset = outside - line.outside();
            if (offset >= 0 && offset < line.count()) return line.inside() + offset;
        }
        return outside;
    }

    private static void groups(Account user, ProcStatus seen) {
        Set<Long> has = new TreeSet<>();
        for (long each : seen.groups()) has.add(insideOf(user.realm().groups(), each));
        Set<Long> wanted = new TreeSet<>();
        for (int each : user.groups()) wanted.add((long) each);
        has.remove(user.gid());
        wanted.remove(user.gid());
        if (has.equals(wanted)) return;
        throw new NotYet(
                "It was to be in the groups "
                        + wanted
                        + ". /proc/PID/status says, with the numbers of inside: Groups "
                        + has
                        + ".");
    }

    /**
     * @param first whether by users of the first line, or by those of the others
     */
    private static void outside(Bench bench, boolean first) throws Exception {
        ChangesAccounts learners = bench.learner(ChangesAccounts.class);
        learners.ownerOutside(List.of(new MapLine(0, 1000, 1)), 0);
        Realm realm = Realm.any();
        List<MapLine> lines = realm.users();
        Set<Long> makers = new LinkedHashSet<>();
        for (MapLine line : first ? lines.subList(0, 1) : lines.subList(1, lines.size())) {
            makers.addAll(List.of(line.inside(), Realm.someone(line)));
        }
        Owners owners = Owners.make(bench, realm);
        for (long maker : makers) {
            long seen = owners.made(maker);
            long said = learners.ownerOutside(lines, maker);
            if (said == seen) continue;
            throw new NotYet(
                    "The map is "
                            + realm.shown()
                            + ". User "
                            + maker
                            + " inside has made a file; outside its owner is "
                            + seen
                            + ". You say: "
                            + said
                            + ".");
        }
    }

    private static void inside(Bench bench) throws Exception {
        ChangesAccounts learners = bench.learner(ChangesAccounts.class);
        learners.ownerInside(List.of(new MapLine(0, 1000, 1)), 1000);
        Realm realm = Realm.any();
        Owners owners = Owners.make(bench, realm);
        for (Owners.Seen seen : owners.seenInside()) {
            long said = learners.ownerInside(realm.users(), seen.outside());
            if (said == seen.inside()) continue;
            throw new NotYet(
                    "The map is "
                            + realm.shown()
                            + ". A file belongs to "
                            + seen.outside()
                            + " outside; inside stat shows "
                            + seen.inside()
                            + ". You say: "
                            + said
                            + ".");
        }
    }
}
