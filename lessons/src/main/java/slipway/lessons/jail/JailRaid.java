package slipway.lessons.jail;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slipway.attack.Attack;
import slipway.attack.Battery;
import slipway.attack.Escape;
import slipway.lessons.Raid;
import slipway.lessons.Stage;
import slipway.lessons.desk.Desk;
import slipway.lessons.world.Answer;
import slipway.plan.Steps;

/**
 * The whole battery against the learner's jails, and against jails of the same kinds that are known
 * to be right: what is expected is found out here and now, and not written down. An effect.
 */
public final class JailRaid implements Raid {
    private static final int NAME = 20;
    private static final int CELL = 11;

    /** What exercise 1.7 asks for. */
    private static final Set<String> ASKED =
            Set.of(
                    "relative-path",
                    "chroot-dance",
                    "leaked-descriptor",
                    "old-root",
                    "signal-the-host",
                    "abstract-socket");

    /** One of the learner's jails, the kit's own of that kind, and where it comes from. */
    private record Target(String name, String id, OwnJail learners, OwnJail expected) {}

    /** How both fared. */
    private record Result(Target target, Attack attack, Escape seen, Escape expected) {
        boolean isWeaker() {
            return seen.succeeded() && !expected.succeeded();
        }
    }

    @Override
    public void run(Stage stage, Map<String, Desk> desks, boolean whole, PrintStream out)
            throws Exception {
        List<Target> targets = new ArrayList<>();
        if (desks.containsKey("Jail")) {
            MakesJails jail = desks.get("Jail").learner(MakesJails.class, "Jail");
            targets.add(target(stage, "Jail", "1.2", jail::enter, JailRaid::chroot));
        }
        if (desks.containsKey("PivotJail")) {
            PivotsRoots jail = desks.get("PivotJail").learner(PivotsRoots.class, "PivotJail");
            targets.add(target(stage, "PivotJail", "1.6", jail::enter, JailRaid::pivot));
        }
        List<Result> results = new ArrayList<>();
        try (Battery battery = new Battery(stage.scratch())) {
            for (Target target : targets) {
                target.learners().requireEntered();
                for (Attack attack : Attack.values()) {
                    Escape seen = target.learners().attack(battery, attack);
                    Escape expected = target.expected().attack(battery, attack);
                    results.add(new Result(target, attack, seen, expected));
                }
            }
        }
        out.print(table(targets, results, whole));
    }

    /** A method of the learner's. */
    private interface Enters {
        List<slipway.plan.Step> enter(String root);
    }

    private static Target target(
            Stage stage, String name, String id, Enters learners, Enters right) {
        OwnJail own = new OwnJail(stage, name, root -> Answer.of("enter", learners.enter(root)));
        OwnJail kits = new OwnJail(stage, name, root -> Answer.of("enter", right.enter(root)));
        return new Target(name, id, own, kits);
    }

    private static List<slipway.plan.Step> chroot(String root) {
        return List.of(Steps.chroot(root), Steps.chdir("/"));
    }

    private static List<slipway.plan.Step> pivot(String root) {
        return List.of(
                Steps.makePrivate("/"),
                Steps.bindAll(root, root),
                Steps.chdir(root),
                Steps.pivotRoot(".", "."),
                Steps.detach("."),
                Steps.chdir("/"));
    }

    private static String table(List<Target> targets, List<Result> results, boolean whole)
            throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("Your jails under attack, just now, each with a descriptor of the machine's\n");
        text.append("root left open. OUT: it got out; else the errno that stopped it.\n\n");
        StringBuilder names = new StringBuilder(pad("", NAME));
        StringBuilder heads = new StringBuilder(pad("", NAME));
        for (Target target : targets) {
            names.append(pad(target.name(), 2 * CELL));
            heads.append(pad("seen", CELL)).append(pad("expected", CELL));
        }
        text.append(names.toString().stripTrailing()).append('\n');
        text.append(heads.toString().stripTrailing()).append('\n');
        for (Attack attack : Attack.values()) {
            if (!whole && ASKED.contains(attack.label())) continue;
            StringBuilder row = new StringBuilder(pad(attack.label(), NAME));
            for (Result result : results) {
                if (result.attack() != attack) continue;
                row.append(pad(cell(result.seen()), CELL));
                row.append(pad(result.expected().succeeded() ? "OUT" : "stopped", CELL));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
        text.append('\n');
        if (!whole) {
            text.append("Six more are tried. They are shown when you have passed 1.7, in which\n");
            text.append("you say first how they end.\n");
        }
        for (Result result : results) {
            if (result.isWeaker()) text.append(weaker(result));
        }
        return text.append("What each attack does: ./slipway attack\n").toString();
    }

    private static String weaker(Result result) {
        return result.target().name()
                + ": "
                + result.attack().label()
                + " should have been stopped. See ./slipway learn check "
                + result.target().id()
                + "\n";
    }

    private static String cell(Escape escape) {
        if (escape.succeeded()) return "OUT";
        String detail = escape.detail();
        return detail.equals("not mounted")
                ? "none there"
                : detail.substring(detail.lastIndexOf(' ') + 1);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
