package slipway.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.LinuxKernel;
import slipway.namespaces.Isolation;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.Adopted;

/** What a container in the foreground leaves behind; see {@link Adopted}. */
final class Orphans {
    /** Children of ours that were there before; empty if we adopt none. */
    private final Optional<List<Integer>> before;

    private Orphans(Optional<List<Integer>> before) {
        this.before = before;
    }

    static Orphans of(Isolation isolation, Launcher launcher) {
        if (!Adopted.areExpected(isolation)) return new Orphans(Optional.empty());
        // The guard is our child, too, and is there as soon as something was launched.
        try (Child child = launcher.start(Launch.of(Plan.of(Steps.exit(0))))) {
            child.await();
        }
        new PlanRunner(LinuxKernel.INSTANCE).run(Adopted.adopting(), Map.of());
        return new Orphans(Optional.of(Adopted.children()));
    }

    void end() {
        if (before.isPresent()) Adopted.end(before.get());
    }
}
