package slipway.benchmarks;

import static slipway.linux.Constants.O_RDWR;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import slipway.jail.ProcPlanner;
import slipway.jail.RootPlanner;
import slipway.linux.CapabilitySet;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.launch.Launch;
import slipway.runtime.ContainerPlanner;
import slipway.runtime.HostFacts;
import slipway.runtime.RootSource;
import slipway.runtime.RunRequest;
import slipway.security.CapabilityPlanner;

/** The containers that Slipway is asked for: {@code true} on a given root, with no terminal. */
final class Wishes {
    static final String HOSTNAME = "slipway-bench";
    static final List<String> ENVIRONMENT = List.of("PATH=/bin", "HOME=/root");
    private static final List<String> TRUE = List.of("/bin/true");

    private final String rootfs;
    private final HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
    private final Map<Integer, Fd> stdio;

    Wishes(String rootfs) {
        this.rootfs = rootfs;
        Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
        this.stdio = Map.of(0, nothing, 1, nothing, 2, nothing);
    }

    /** What {@code slipway run} makes: /proc, /sys, /dev, masked paths. */
    Launch usual() {
        RunRequest request =
                RunRequest.of(RootSource.writtenThrough(rootfs), HOSTNAME, ENVIRONMENT, "/", TRUE);
        return ContainerPlanner.plan(request, host).launch().withFds(stdio);
    }

    /** Only namespaces, root, /proc, capabilities and no_new_privs, of the same planners. */
    Launch minimal() {
        CapabilitySet kept = CapabilitySet.DOCKER_DEFAULT.and(host.capabilities());
        Plan inside =
                NamespacePlanner.ownCgroupView()
                        .then(RootPlanner.prepare(rootfs))
                        .then(ProcPlanner.proc())
                        .then(RootPlanner.enter())
                        .then(NamespacePlanner.hostname(HOSTNAME))
                        .then(CapabilityPlanner.bound(kept, host.lastCapability()))
                        .then(CapabilityPlanner.keep(kept))
                        .then(CapabilityPlanner.noNewPrivileges())
                        .then(Plan.of(Exec.search(TRUE, ENVIRONMENT, "")));
        EnumSet<Namespace> kinds = EnumSet.of(Namespace.MOUNT, Namespace.PID, Namespace.UTS);
        kinds.addAll(EnumSet.of(Namespace.IPC, Namespace.NET));
        return Launch.of(inside).withNamespaces(Namespace.cloneFlags(kinds)).withFds(stdio);
    }
}
