package slipway.lessons.jail;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.jail.TellsWhatShows.Thing;
import slipway.linux.ExitStatus;
import slipway.linux.MountInfo;
import slipway.plan.launch.Child;

/** Exercise 1.5: what the learner says of a jail is compared with what happens in one. */
public final class NotHiddenChecks implements Checks {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SIGTERM = 15;

    @Override
    public void run(Bench bench) {
        bench.check("names", () -> compare(bench, Thing.FILE, Thing.PROGRAM));
        bench.check("mounts", () -> compare(bench, Thing.MOUNTS));
        bench.check("processes", () -> compare(bench, Thing.PROCESSES, Thing.SIGNALS));
        bench.check("network", () -> compare(bench, Thing.PORT, Thing.ABSTRACT_SOCKET));
        bench.check("machine", () -> compare(bench, Thing.HOST_NAME, Thing.KERNEL));
        bench.check("open-file", () -> compare(bench, Thing.OPEN_FILE));
    }

    /** What is so, and the sentence that says how it was seen. */
    private record Sight(boolean seen, String how) {}

    private static void compare(Bench bench, Thing... things) throws Exception {
        Map<Thing, Boolean> said = bench.learner(TellsWhatShows.class).seenInside();
        requireAll(said, things);
        Path root = Files.createTempDirectory(bench.scratch(), "jail");
        try (Host host = new Host(bench)) {
            Prisoner prisoner = new Prisoner(bench, root, host.secretFile);
            for (Thing thing : things) {
                Sight sight = look(thing, prisoner, host);
                if (Boolean.valueOf(sight.seen()).equals(said.get(thing))) continue;
                String yours = sight.seen() ? "cannot" : "can";
                throw new NotYet(
                        sight.how() + " You say that " + thing + " " + yours + " be seen.");
            }
        }
    }

    private static void requireAll(Map<Thing, Boolean> said, Thing... things) {
        String missing =
                Arrays.stream(things)
                        .filter(thing -> said == null || said.get(thing) == null)
                        .map(Thing::name)
                        .collect(Collectors.joining(" and "));
        if (!missing.isEmpty()) throw new NotYet("There is no answer for " + missing + ".");
    }

    private static Sight look(Thing thing, Prisoner prisoner, Host host) throws Exception {
        return switch (thing) {
            case FILE -> attempt(prisoner, Sights.file(host.secretFile));
            case PROGRAM -> attempt(prisoner, Sights.program());
            case MOUNTS -> mounts(prisoner);
            case PROCESSES -> attempt(prisoner, Sights.find(host.process.pid()));
            case SIGNALS -> signals(prisoner, host);
            case PORT -> attempt(prisoner, Sights.port(host.port()));
            case ABSTRACT_SOCKET -> attempt(prisoner, Sights.abstractSocket(host.socket));
            case HOST_NAME -> name(prisoner, 1, Host.name());
            case KERNEL -> name(prisoner, 2, System.getProperty("os.version", ""));
            case OPEN_FILE -> openFile(prisoner, host);
        };
    }

    private static Sight attempt(Prisoner prisoner, List<slipway.plan.Step> steps) {
        Prisoner.Attempt attempt = prisoner.attempt(steps);
        String end = attempt.worked() ? " succeeded in the jail." : " in the jail.";
        return new Sight(attempt.worked(), attempt.call() + end);
    }

    private static Sight mounts(Prisoner prisoner) throws Exception {
        try (Child sitting = prisoner.sitting()) {
            int ours = MountInfo.ofPid(ProcessHandle.current().pid()).mounts().size();
            int its = MountInfo.ofPid(sitting.pid()).mounts().size();
            String how = "/proc/PID/mountinfo has " + its + " lines for a process in the jail,";
            return new Sight(its > 0, how + " and " + ours + " for one outside.");
        }
    }

    /** Not only whether the call succeeds: whether the other process ends. */
    private static Sight signals(Prisoner prisoner, Host host) {
        Prisoner.Attempt attempt = prisoner.attempt(Sights.signal(host.process.pid()));
        if (!attempt.worked()) return new Sight(false, attempt.call() + " in the jail.");
        Optional<ExitStatus> end = host.process.await(PATIENCE);
        boolean ended = end.isPresent() && end.get().signal() == SIGTERM;
        String how = ended ? " and a process of the host ended." : " and nothing happened.";
        return new Sight(ended, attempt.call() + " in the jail," + how);
    }

    private static Sight name(Prisoner prisoner, int field, String ours) {
        String told = Sights.utsname(prisoner.attempt(Sights.uname()).told(), field);
        String how = "uname(2) said '" + told + "' in the jail, and '" + ours + "' outside.";
        return new Sight(told.equals(ours), how);
    }

    private static Sight openFile(Prisoner prisoner, Host host) {
        Prisoner.Attempt attempt = prisoner.attempt(Sights.openFile());
        boolean read = new String(attempt.told(), StandardCharsets.UTF_8).equals(host.secret);
        String how = read ? " read the file outside, in the jail." : " read nothing in the jail.";
        return new Sight(read, attempt.call() + how);
    }
}
