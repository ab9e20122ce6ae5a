package slipway.cli;

import static slipway.linux.Constants.MAP_ANONYMOUS;
import static slipway.linux.Constants.MAP_POPULATE;
import static slipway.linux.Constants.MAP_PRIVATE;
import static slipway.linux.Constants.PROT_READ;
import static slipway.linux.Constants.PROT_WRITE;

import java.util.OptionalLong;
import slipway.cgroups.Cgroup;
import slipway.cgroups.CgroupHost;
import slipway.cgroups.CgroupPlanner;
import slipway.cgroups.CgroupTree;
import slipway.cgroups.GroupFailed;
import slipway.cgroups.GroupPlan;
import slipway.cgroups.LimitImpossible;
import slipway.cgroups.Limits;
import slipway.cgroups.Owner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/** The last two stops of the tour: a greedy process without a limit, and in a group with one. */
final class LimitsChapter {
    private static final long WANTED = 64L << 20;
    private static final long GRANTED = 8L << 20;
    private static final int WIDTH = 76;

    private LimitsChapter() {}

    static void show(int number) {
        System.out.println(
                "\n"
                        + number
                        + ". Namespaces say what it sees, not how much it takes.\n"
                        + "   Attack: take 64 MiB of memory.");
        TourCommand.lines("     ", greed());
        System.out.println("   " + became(GroupPlan.NONE));
        System.out.println(
                "\n"
                        + (number + 1)
                        + ". Now with a control group. It is a folder; a limit is a number in a\n"
                        + "   file of it, and a process is in it once its pid is written there.");
        try {
            limited();
        } catch (LimitImpossible | GroupFailed e) {
            System.out.println("   Not for you here:");
            wrapped(String.valueOf(e.getMessage()));
        }
    }

    private static void limited() {
        CgroupTree tree = CgroupHost.detect();
        OptionalLong granted = OptionalLong.of(GRANTED);
        OptionalLong swap = tree.countsSwap() ? granted : OptionalLong.empty();
        Limits limits = Limits.NONE.withMemory(granted, swap, OptionalLong.empty());
        GroupPlan plan = CgroupPlanner.group(tree, Owner.us().group("tour"), limits);
        try (Cgroup group = Cgroup.make(LinuxKernel.INSTANCE, plan)) {
            String directory = plan.places().get(0).directory();
            System.out.println("     $group = " + directory);
            String print = plan.make().then(plan.join()).print();
            TourCommand.lines("     ", print.replace(directory, "$group"));
            String what = became(plan);
            long kills = group.usage().oomKills().orElse(0);
            System.out.println(
                    "   Attack: the same.\n   "
                            + what
                            + "\n   The kernel counts every page of the group. Killed in it: "
                            + kills
                            + ".");
        }
    }

    private static String became(GroupPlan group) {
        try (Launcher launcher = new Launcher();
                Child child = launcher.start(Launch.of(greed()).withWhileReady(group.join()))) {
            int status = child.await().shellCode();
            return status == 0
                    ? "It got it (every call worked)."
                    : "It was killed (status " + status + ").";
        }
    }

    private static Plan greed() {
        Call map =
                Call.of(
                        Syscall.MMAP,
                        Arg.NULL,
                        Arg.num(WANTED),
                        Arg.flag(PROT_READ | PROT_WRITE, Family.PROT),
                        Arg.flag(MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, Family.MAP),
                        Arg.num(-1),
                        Arg.num(0));
        return Plan.of(
                Step.call("take memory, and touch every page of it", map),
                Step.call("report success", Call.of(Syscall.EXIT_GROUP, Arg.num(0))));
    }

    /** At most so wide, but for words that are longer. */
    private static void wrapped(String text) {
        StringBuilder line = new StringBuilder("    ");
        for (String word : VolumeOption.split(text, ' ')) {
            if (line.length() > 4 && line.length() + 1 + word.length() > WIDTH) {
                System.out.println(line);
                line = new StringBuilder("    ");
            }
            line.append(' ').append(word);
        }
        System.out.println(line);
    }
}
