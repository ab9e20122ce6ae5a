package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import slipway.attack.Attack;
import slipway.attack.Battery;
import slipway.attack.Jail;
import slipway.attack.Verdict;
import slipway.plan.Plan;

/** {@code slipway tour}: what a container is, in steps that are really taken. */
final class TourCommand {
    private TourCommand() {}

    /** One stop: what is built, what is tried against it, and what there is to see. */
    private record Stop(Jail jail, Attack attack, String before, String after) {}

    private static final List<Stop> STOPS =
            List.of(
                    new Stop(
                            Jail.NONE,
                            Attack.RELATIVE_PATH,
                            "A process is started in an empty folder. That is all: no jail yet.",
                            "A folder is where one stands, not where one is kept."),
                    new Stop(
                            Jail.CHROOT,
                            Attack.CHROOT_DANCE,
                            "The folder becomes the root: chroot. Names are now looked up in it.",
                            "chroot changes what / means, and nothing else. It is no jail for root."),
                    new Stop(
                            Jail.PIVOT,
                            Attack.CHROOT_DANCE,
                            "The folder becomes a mount, the mount becomes the root, and the old\n"
                                    + "   root is let go: pivot_root.",
                            "There is no outside left to walk to. But look what else there is:"),
                    new Stop(
                            Jail.PIVOT,
                            Attack.SIGNAL_THE_HOST,
                            "The same jail. Files are shut off now; processes are not.",
                            "A root file system says nothing about processes."),
                    new Stop(
                            Jail.CONTAINER,
                            Attack.SIGNAL_THE_HOST,
                            "Now with namespaces: an own view of processes, network, host\n"
                                    + "   name, mounts and IPC; and fourteen capabilities instead of all.",
                            "The host's processes are not forbidden in here. They have no number."));

    static int run(String[] words) {
        if (words.length > 0) throw new UsageError("tour takes no " + words[0], "slipway help");
        Path parent = TemporaryFolder.ours();
        try (Battery battery = new Battery(parent)) {
            System.out.println("What a container is. Everything shown here is done now, for real.");
            int number = 1;
            for (Stop stop : STOPS) show(battery, stop, number++);
            LimitsChapter.show(number);
        } catch (IOException e) {
            throw new UncheckedIOException("the tour needs a folder in " + parent, e);
        }
        System.out.println(
                """

                A container is that list of system calls. See one whole, with reasons:
                  slipway run --plan -- sh
                and all ways out against all jails:
                  slipway attack""");
        return 0;
    }

    private static void show(Battery battery, Stop stop, int number) throws IOException {
        System.out.println("\n" + number + ". " + stop.before());
        if (stop.jail() != Jail.CONTAINER) lines("     ", battery.planOf(stop.jail()));
        System.out.println("   Attack: " + stop.attack().does() + ".");
        lines("     ", battery.planOf(stop.attack()));
        Verdict verdict = battery.run(stop.attack(), stop.jail());
        String result = verdict.escaped() ? "It got out" : "It was stopped";
        System.out.println("   " + result + " (" + verdict.detail() + ").");
        System.out.println("   " + stop.after());
    }

    /** The calls only, each cut to the width of a page. */
    static void lines(String indent, Plan plan) {
        lines(indent, plan.print());
    }

    /** The same, of what a plan prints. */
    static void lines(String indent, String plan) {
        String[] lines = VolumeOption.split(plan, '\n');
        for (String line : lines) {
            if (line.isEmpty() || line.startsWith("#")) continue;
            String shown = indent + line;
            System.out.println(shown.length() <= 80 ? shown : shown.substring(0, 77) + "...");
        }
    }
}
