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
import slipway.plan.StepFailed;

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
                            Jail.NAMESPACES,
                            Attack.SIGNAL_THE_HOST,
                            "Now with namespaces: an own view of processes, network, host\n"
                                    + "   name and IPC, as there was one of mounts. Inside, besides:",
                            "The host's processes are not forbidden in here. They have no number."),
                    new Stop(
                            Jail.NAMESPACES,
                            Attack.NAME_THE_HOST,
                            "The same jail, whose first process is root, and may give names.",
                            "What it has named is its own. The machine is called as before."),
                    new Stop(
                            Jail.CONTAINER,
                            Attack.KERNEL_SETTING,
                            "What slipway run makes: all this, and fourteen capabilities\n"
                                    + "   instead of all. For some things have no namespace.",
                            "A namespace is a view. What may be done is another question."));

    static int run(String[] words) {
        if (words.length > 0) throw new UsageError("tour takes no " + words[0], "slipway help");
        Path parent = TemporaryFolder.ours();
        try (Battery battery = new Battery(parent)) {
            System.out.println("What a container is. Everything shown here is done now, for real.");
            int number = 1;
            Jail shown = Jail.CONTAINER; // whose steps are a page of their own: see below
            for (Stop stop : STOPS) {
                show(battery, stop, number++, stop.jail() != shown);
                shown = stop.jail();
            }
            LimitsChapter.show(number);
            layers(new LayersStop(battery.room("layers")), number + 2);
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

    private static void show(Battery battery, Stop stop, int number, boolean anew)
            throws IOException {
        System.out.println("\n" + number + ". " + stop.before());
        if (anew && stop.jail() != Jail.CONTAINER) lines("     ", battery.planOf(stop.jail()));
        System.out.println("   Attack: " + stop.attack().does() + ".");
        lines("     ", battery.planOf(stop.attack()));
        Verdict verdict = battery.run(stop.attack(), stop.jail());
        String result = verdict.escaped() ? "It got out" : "It did not get out";
        System.out.println("   " + result + " (" + verdict.detail() + ").");
        System.out.println("   " + stop.after());
    }

    private static void layers(LayersStop stop, int number) throws IOException {
        System.out.println(
                "\n"
                        + number
                        + ". Last, its files. An image is a folder that nobody writes to; what a\n"
                        + "   container writes goes to another one, on top. overlayfs shows both as one:");
        System.out.println("     $folder = " + stop.folder());
        lines("     ", stop.mount().print().replace(stop.folder(), "$folder"));
        System.out.println("   In that tree a file of the image is removed, and another one made:");
        lines("     ", stop.changes());
        try {
            stop.run();
        } catch (StepFailed e) {
            System.out.println(
                    "   It was refused (" + e.call().syscall().cName() + ": " + e.errno() + ").");
            return;
        }
        System.out.println("   The image afterwards: " + stop.shown("image"));
        System.out.println("   On top of it: " + stop.shown("upper"));
        System.out.println("   The next container finds the image as this one did.");
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
