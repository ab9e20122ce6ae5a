package slipway.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cgroups.GroupPlan;
import slipway.cgroups.Limits;
import slipway.linux.ExitStatus;
import slipway.plan.launch.Child;
import slipway.plan.launch.Farewell;
import slipway.plan.launch.Launcher;

/**
 * A container in the foreground that has lived for a while: no JVM is held for the rest of it. See
 * docs/decisions/0050-the-jvm-need-not-stay.md.
 */
final class LongRun {
    /** What is over by then costs what it always did. */
    static final Duration AFTER = Duration.ofSeconds(1);

    private final Launcher launcher;
    private final Child child;
    private final ForwardedSignals signals;

    LongRun(Launcher launcher, Child child, ForwardedSignals signals) {
        this.launcher = launcher;
        this.child = child;
        this.signals = signals;
    }

    /**
     * Waits for the end: as a rule as another program, and then this does not return.
     *
     * @param written what the container writes to, if that goes with it
     * @param orphans whether processes of it may be left, which are ours then
     */
    ExitStatus await(
            String id, Limits limits, GroupPlan group, Optional<Path> written, boolean orphans) {
        Optional<Farewell> farewell = farewell(limits, group, written, orphans);
        return await(List.of("slipway", "run", id), farewell);
    }

    /** The same for what leaves nothing behind. */
    ExitStatus await(List<String> name) {
        return await(name, Optional.of(Farewell.NONE));
    }

    private ExitStatus await(List<String> name, Optional<Farewell> farewell) {
        boolean possible = farewell.isPresent();
        while (possible) {
            if (signals.isQuiet()) {
                possible = launcher.handOver(child, signals.rules(), farewell.get(), signals, name);
            }
            Optional<ExitStatus> ended = child.await(AFTER);
            if (ended.isPresent()) return ended.get();
        }
        return child.await();
    }

    /** Empty if this JVM does not know how it was started. */
    private static Optional<Farewell> farewell(
            Limits limits, GroupPlan group, Optional<Path> written, boolean orphans) {
        List<String> groups = new ArrayList<>();
        for (GroupPlan.Place place : group.places()) groups.add(place.directory());
        if (groups.isEmpty() && written.isEmpty() && !orphans) return Optional.of(Farewell.NONE);
        String memory = limits.memoryText();
        Optional<Farewell.Finisher> finisher =
                FinishCommand.finisher(memory, group.places(), written, orphans);
        if (finisher.isEmpty()) return Optional.empty();
        // Whether memory ran out must be looked up before the group goes.
        boolean always = written.isPresent() || !memory.isEmpty() || orphans;
        return Optional.of(new Farewell(groups, finisher.get(), always));
    }
}
