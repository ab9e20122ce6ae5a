package slipway.engine;

import java.time.Duration;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.runtime.Adopted;
import slipway.runtime.state.ProcessIdentity;

/** Does what the keeper of a container has not come to. */
final class Reconciliation {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Reconciliation() {}

    /**
     * Of one that does not run: ends its keeper, which may be waiting to start it again, and
     * removes what it has left of its groups. The lock is the caller's.
     */
    static void end(KeptContainer container) {
        KeptRun run = container.run();
        container.awaitEnd(run);
        Optional<ProcessIdentity> keeper = container.keeper(run);
        if (keeper.isPresent()) {
            // What the keeper has become, to start it again, may be ourselves.
            long us = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
            if (keeper.get().pid() != us) end(keeper.get(), container.config());
        }
        if (run.groups().isEmpty()) return;
        Cgroup.existing(run.groups()).close();
        container.write(run.withoutGroups());
    }

    /** One that will become what removes the container waits for our lock, and may. */
    private static void end(ProcessIdentity keeper, KeptConfig config) {
        if (config.remove()) return;
        Optional<PidFd> process = keeper.open();
        if (process.isEmpty()) return;
        try (PidFd held = process.get()) {
            Adopted.endThoseOf(keeper.pid());
            if (config.restart().mayRestart()) held.signal(Constants.SIGKILL);
            held.awaitEnd(PATIENCE); // it is removing the groups, if it has not done so
        }
    }
}
