package slipway.lessons.jail;

import java.util.Set;
import slipway.attack.Attack;
import slipway.attack.Battery;
import slipway.attack.Escape;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.jail.RunsTheBattery.Kind;
import slipway.lessons.jail.RunsTheBattery.Way;
import slipway.lessons.world.Answer;

/** Exercise 1.7: the battery is run against the learner's jails, and compared with the answers. */
public final class BatteryChecks implements Checks {
    @Override
    public void run(Bench bench) {
        bench.check("old-root", () -> oldRoot(bench));
        bench.check("jails", () -> jails(bench));
        bench.check("chroot", () -> compare(bench, Kind.CHROOT, Way.values()));
        bench.check(
                "pivot",
                () ->
                        compare(
                                bench,
                                Kind.PIVOT,
                                Way.RELATIVE_PATH,
                                Way.CHROOT_DANCE,
                                Way.OLD_ROOT));
        bench.check(
                "not-files",
                () -> compare(bench, Kind.PIVOT, Way.SIGNAL_THE_HOST, Way.ABSTRACT_SOCKET));
        bench.check("descriptor", () -> compare(bench, Kind.PIVOT, Way.LEAKED_DESCRIPTOR));
    }

    /** An attack of the battery, for each way. */
    private static Attack attack(Way way) {
        return Attack.valueOf(way.name());
    }

    private static OwnJail jail(Bench bench, Kind kind) throws Exception {
        RunsTheBattery learner = bench.learner(RunsTheBattery.class);
        String called = "jail(" + kind + ")";
        return new OwnJail(bench, called, root -> Answer.of(called, learner.jail(kind, root)));
    }

    private static void jails(Bench bench) throws Exception {
        try (Battery battery = new Battery(bench.scratch())) {
            for (Kind kind : Kind.values()) {
                OwnJail jail = jail(bench, kind);
                jail.requireEntered();
                Escape dance = jail.attack(battery, Attack.CHROOT_DANCE);
                if (dance.succeeded() == (kind == Kind.CHROOT)) continue;
                throw new NotYet(
                        "CHROOT_DANCE from jail("
                                + kind
                                + "): "
                                + shown(dance)
                                + " That is not how the jail of exercise "
                                + (kind == Kind.CHROOT ? "1.2" : "1.6")
                                + " behaves.");
            }
        }
    }

    private static void oldRoot(Bench bench) throws Exception {
        try (Battery battery = new Battery(bench.scratch())) {
            Escape escape = jail(bench, Kind.PIVOT).attack(battery, Attack.OLD_ROOT);
            if (!escape.succeeded()) return;
            throw new NotYet("OLD_ROOT from jail(PIVOT): " + shown(escape));
        }
    }

    private static void compare(Bench bench, Kind kind, Way... ways) throws Exception {
        Set<Way> said = bench.learner(RunsTheBattery.class).getOut(kind);
        if (said == null) throw new NotYet("getOut(" + kind + ") returned null.");
        OwnJail jail = jail(bench, kind);
        try (Battery battery = new Battery(bench.scratch())) {
            for (Way way : ways) {
                Escape escape = jail.attack(battery, attack(way));
                if (escape.succeeded() == said.contains(way)) continue;
                throw new NotYet(
                        way
                                + " from jail("
                                + kind
                                + "): "
                                + shown(escape)
                                + " You say that it "
                                + (said.contains(way) ? "gets out." : "is stopped."));
            }
        }
    }

    private static String shown(Escape escape) {
        return (escape.succeeded() ? "it got out (" : "it was stopped (") + escape.detail() + ").";
    }
}
