package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWTIME;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slipway.linux.Fd;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.WriteFile;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** How long a namespace lives, how one enters it, and which clocks differ: N1, N2 and N4. */
final class LifeFacts {
    private static final int NODE_NAME = 65;
    private static final long SHIFT = 10_000_000;
    private static final int USER = 7;
    private static final int PID = 8;

    private LifeFacts() {}

    static Map<String, Experiment> all() {
        return Map.of(
                "N1", LifeFacts::keptOpen,
                "N2", LifeFacts::childrenOnly,
                "N4", LifeFacts::clocks);
    }

    /** The only process leaves, and only a descriptor is left. */
    private static Seen keptOpen(Lab lab) throws IOException {
        String name = "kept-" + UUID.randomUUID();
        Do rename = (Do) NamespacePlanner.hostname(name).steps().get(0);
        Answers answers =
                lab.ask(
                        lab.apart(CLONE_NEWUTS, Plan.NOTHING),
                        List.of(
                                Ask.of("name", rename),
                                Ask.open("kept", "/proc/self/ns/uts"),
                                SharedFacts.unshare("leave", CLONE_NEWUTS),
                                Ask.of(
                                        "other",
                                        (Do) NamespacePlanner.hostname("other").steps().get(0)),
                                Ask.uname("outside"),
                                SharedFacts.enter("return", "kept", CLONE_NEWUTS),
                                Ask.uname("inside")));
        String outside = answers.text("outside", NODE_NAME);
        String inside = answers.text("inside", NODE_NAME);
        List<String> lines = new ArrayList<>(answers.lines());
        lines.add("the name while no process was in the first: " + outside);
        lines.add("the name after the return:                  " + inside);
        return new Seen(outside.equals("other") && inside.equals(name), lines);
    }

    /** A shell that has joined tells its own number, and that of its child. */
    private static Seen childrenOnly(Lab lab) throws IOException {
        Plan then = Plan.of(Lab.shell("echo $$; sh -c 'echo $$'; :"));
        try (Child holder = lab.hold(lab.apart(CLONE_NEWPID, Plan.NOTHING));
                Fd user = Fd.open("/proc/" + holder.pid() + "/ns/user", O_RDONLY, 0);
                Fd pid = Fd.open("/proc/" + holder.pid() + "/ns/pid", O_RDONLY, 0)) {
            Plan join = NamespacePlanner.join(Namespace.PID, PID);
            if (!lab.isPrivileged()) join = NamespacePlanner.join(Namespace.USER, USER).then(join);
            Launch launch = Lab.plain(join.then(then)).withFds(Map.of(USER, user, PID, pid));
            List<String> said = Arrays.asList(lab.run(launch).out().split("\n"));
            if (said.size() != 2) throw new CannotTell("the shell said " + said);
            int own = Integer.parseInt(said.get(0));
            int child = Integer.parseInt(said.get(1));
            return Seen.of(
                    own > child && child > 1 && child < 10,
                    "setns(…, CLONE_NEWPID), and then the process becomes a shell:",
                    "its own number is " + own + ", as before",
                    "its child is number " + child + " in the namespace that was joined");
        }
    }

    private static Seen clocks(Lab lab) throws IOException {
        Plan ask = Plan.of(Lab.shell("read up rest </proc/uptime; echo $up; date +%s"));
        Plan later =
                Plan.of(
                        Steps.unshare(CLONE_NEWTIME),
                        new WriteFile(
                                "/proc/self/timens_offsets",
                                "boottime " + SHIFT + " 0",
                                "set the clock of the boot"));
        String[] before = lab.run(lab.apart(0, ask)).out().split("\n");
        String[] after = lab.run(lab.apart(0, later.then(ask))).out().split("\n");
        double up = Double.parseDouble(after[0]) - Double.parseDouble(before[0]);
        long date = Long.parseLong(after[1]) - Long.parseLong(before[1]);
        return Seen.of(
                up >= SHIFT && up < SHIFT + SHIFT / 2 && Math.abs(date) < SHIFT / 2,
                "/proc/uptime outside: " + before[0] + " seconds; date: " + before[1],
                "with an offset of " + SHIFT + " to boottime, at the next exec:",
                "/proc/uptime inside:  " + after[0] + " seconds; date: " + after[1]);
    }
}
