package slipway.engine;

import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;
import slipway.runtime.state.ProcessIdentity;

/** Does what the keeper of a container has not come to. */
final class Reconciliation {
    private Reconciliation() {}

    /**
     * Of one that does not run: ends its keeper, which may be waiting to start it again, and
     * removes what it has left of its groups. The lock is the caller's.
     */
    static void end(KeptContainer container) {
        KeptRun run = container.run();
        container.awaitEnd(run);
        Optional<ProcessIdentity> keeper = container.keeper(run);
        if (keeper.isPresent() && container.config().restart().mayRestart()) {
            // What the keeper has become, to start it again, may be ourselves.
            long us = LinuxKernel.INSTANCE.call(Call.of(Syscall.GETPID));
            if (keeper.get().pid() != us) kill(keeper.get());
        }
        if (run.groups().isEmpty()) return;
        Cgroup.existing(run.groups()).close();
        container.write(run.withoutGroups());
    }

    private static void kill(ProcessIdentity keeper) {
        Optional<PidFd> process = keeper.open();
        if (process.isEmpty()) return;
        try (PidFd held = process.get()) {
            held.signal(Constants.SIGKILL);
        }
    }
}
