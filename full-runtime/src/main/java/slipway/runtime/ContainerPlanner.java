package slipway.runtime;

import java.util.EnumSet;
import java.util.Set;
import slipway.jail.ProcPlanner;
import slipway.jail.RootPlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.CapabilitySet;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launch;
import slipway.security.CapabilityPlanner;

/** Puts the stages' plans together. Pure: the same wish and the same host give the same plan. */
public final class ContainerPlanner {
    private static final int UMASK = 0022;

    private ContainerPlanner() {}

    /** The plan of one container. */
    public static ContainerPlan plan(RunRequest request, HostFacts host) {
        boolean inUserNamespace = !host.privileged();
        Set<Namespace> kinds = EnumSet.of(Namespace.MOUNT, Namespace.PID, Namespace.UTS);
        kinds.addAll(EnumSet.of(Namespace.IPC, Namespace.NET));
        if (inUserNamespace) kinds.add(Namespace.USER);

        Launch launch =
                Launch.of(inside(request, host, inUserNamespace))
                        .withNamespaces(Namespace.cloneFlags(kinds))
                        .withIdentity(becomeRoot(host));
        if (inUserNamespace) {
            launch = launch.withWhileCloned(IdMapPlanner.mapOnly(host.uid(), host.gid()));
        }
        return new ContainerPlan(launch);
    }

    /** Groups cannot be left under a map of our own id alone, nor inside such a namespace. */
    private static Plan becomeRoot(HostFacts host) {
        return IdMapPlanner.becomeRoot(host.privileged() && host.maySetGroups());
    }

    private static Plan inside(RunRequest request, HostFacts host, boolean inUserNamespace) {
        CapabilitySet kept = CapabilitySet.DOCKER_DEFAULT;
        if (!inUserNamespace) kept = kept.and(host.capabilities());
        return NamespacePlanner.ownCgroupView()
                .then(ownSession())
                .then(RootPlanner.prepare(request.rootfs()))
                .then(ProcPlanner.mount())
                .then(RootPlanner.enter())
                .then(NamespacePlanner.hostname(request.hostname()))
                .then(workdir(request.workdir()))
                .then(CapabilityPlanner.keepOnly(kept, host.lastCapability()))
                .then(CapabilityPlanner.noNewPrivileges())
                .then(
                        Plan.of(
                                Exec.search(
                                        request.command(), request.environment(), request.path())));
    }

    private static Plan ownSession() {
        return Plan.of(
                Step.call(
                        "leave the caller's terminal: nobody in here may type into it",
                        Call.of(Syscall.SETSID)),
                Step.call(
                        "let new files be writable by their owner only",
                        Call.of(Syscall.UMASK, Arg.mode(UMASK))));
    }

    private static Plan workdir(String workdir) {
        if (workdir.equals("/")) return Plan.NOTHING;
        return Plan.of(
                Step.call(
                        "go to the working directory", Call.of(Syscall.CHDIR, Arg.text(workdir))));
    }
}
