package slipway.runtime;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.MS_UNBINDABLE;

import java.util.ArrayList;
import java.util.List;
import slipway.jail.DevPlanner;
import slipway.jail.MaskPlanner;
import slipway.jail.ProcPlanner;
import slipway.jail.RootPlanner;
import slipway.jail.TerminalPlanner;
import slipway.jail.Volume;
import slipway.jail.VolumePlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.linux.WindowSize;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Isolation;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.namespaces.NamespaceRequest;
import slipway.namespaces.Namespaces;
import slipway.namespaces.SysctlPlanner;
import slipway.plan.Exec;
import slipway.plan.Init;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launch;
import slipway.security.CapabilityPlanner;
import slipway.unionfs.OverlayPlanner;

/** Puts the stages' plans together. Pure: the same wish and the same host give the same plan. */
public final class ContainerPlanner {
    private static final int UMASK = 0022;

    private ContainerPlanner() {}

    /** The plan of one container. */
    public static ContainerPlan plan(RunRequest request, HostFacts host) {
        WhoIsWho who = new WhoIsWho(request.isolation(), host);
        Namespaces namespaces = namespaces(request.isolation(), who);
        if (namespaces.joins(Namespace.USER)) return joining(request, namespaces, host, who);
        Launch launch =
                Launch.of(inside(request, namespaces, host, who))
                        .withNamespaces(namespaces.cloneFlags())
                        .withIdentity(who.becomeRoot());
        if (who.makesUserNamespace()) launch = launch.withWhileCloned(who.maps());
        return new ContainerPlan(launch);
    }

    /**
     * In a user namespace that is there: only who is in it has rights over what belongs to it, so a
     * process goes there first, and makes the new namespaces from there.
     */
    private static ContainerPlan joining(
            RunRequest request, Namespaces namespaces, HostFacts host, WhoIsWho who) {
        Plan joining = Plan.NOTHING;
        for (NamespaceRequest.Join each : namespaces.joins()) {
            int fd = each.kind().descriptor();
            joining = joining.then(NamespacePlanner.joinAndClose(each.kind(), fd));
            if (each.kind() == Namespace.USER)
                joining = joining.then(IdMapPlanner.becomeTheirRoot());
        }
        joining = joining.then(NamespacePlanner.leave(namespaces.cloneFlags()));
        Plan inside = inside(request, namespaces, host, who);
        return new ContainerPlan(Launch.of(inside).withJoining(joining));
    }

    /** What is asked for, and new ones of the usual kinds where nothing is said. */
    private static Namespaces namespaces(Isolation isolation, WhoIsWho who) {
        List<NamespaceRequest> all = new ArrayList<>(isolation.namespaces().requests());
        for (Namespace kind : Namespace.values()) {
            boolean usual = kind != Namespace.TIME && kind != Namespace.USER;
            if (kind == Namespace.USER) usual = who.makesUserNamespace();
            if (usual && !isSaid(isolation.namespaces(), kind)) {
                all.add(new NamespaceRequest.Create(kind));
            }
        }
        return new Namespaces(all);
    }

    private static boolean isSaid(Namespaces namespaces, Namespace kind) {
        for (NamespaceRequest each : namespaces.requests()) if (each.kind() == kind) return true;
        return false;
    }

    private static Plan inside(
            RunRequest request, Namespaces namespaces, HostFacts host, WhoIsWho who) {
        RootSource root = request.root();
        Isolation isolation = request.isolation();
        boolean privileged = request.rights().privileged();
        boolean hears = isolation.propagation().endsWith("slave");
        boolean ownProcesses = namespaces.makes(Namespace.PID);
        // tag::order[]
        Plan plan =
                clocks(namespaces, isolation)
                        .then(cgroupView(namespaces))
                        .then(ownSession())
                        .then(loopback(namespaces, host, who.inUserNamespace()))
                        .then(VolumePlanner.gatherShared(request.volumes()))
                        .then(prepare(root, request.volumes(), hears, who.inUserNamespace()))
                        .then(ownProcesses ? ProcPlanner.proc() : ProcPlanner.sharedProc())
                        .then(ProcPlanner.sys(privileged))
                        .then(dev(privileged, namespaces, who))
                        .then(SysctlPlanner.set(isolation.sysctls(), RootPlanner.ROOT));
        if (request.terminal().isPresent()) {
            WindowSize size = request.terminal().get();
            long owner = who.owner(request.user().uid());
            plan = plan.then(TerminalPlanner.terminal(size, owner, privileged));
        }
        if (!privileged) plan = plan.then(MaskPlanner.mask());
        plan =
                plan.then(VolumePlanner.gather(request.volumes()))
                        .then(RootPlanner.enter())
                        .then(VolumePlanner.place(request.volumes()));
        // end::order[]
        if (root.readOnly()) plan = plan.then(RootPlanner.makeReadOnly());
        plan = plan.then(propagation(isolation.propagation()));
        return plan.then(names(namespaces, request))
                .then(workdir(request.workdir(), root.layers().isPresent()))
                .then(rights(request, host, who))
                .then(umask(UMASK, "let new files be writable by their owner only"))
                .then(Plan.of(last(request)));
    }

    private static Plan propagation(String kind) {
        boolean below = kind.startsWith("r");
        if (kind.endsWith("shared")) return RootPlanner.propagate(MS_SHARED, below);
        if (kind.endsWith("unbindable")) return RootPlanner.propagate(MS_UNBINDABLE, below);
        return Plan.NOTHING;
    }

    private static Step last(RunRequest request) {
        Exec exec = Exec.search(request.command(), request.environment(), request.path());
        return request.init() ? new Init(exec) : exec;
    }

    private static Plan clocks(Namespaces namespaces, Isolation isolation) {
        boolean own = namespaces.makes(Namespace.TIME);
        return own ? NamespacePlanner.ownClocks(isolation.clocks()) : Plan.NOTHING;
    }

    private static Plan cgroupView(Namespaces namespaces) {
        boolean own = namespaces.makes(Namespace.CGROUP);
        return own ? NamespacePlanner.ownCgroupView() : Plan.NOTHING;
    }

    /** The host's name, and that of another container, are not for us to change. */
    private static Plan names(Namespaces namespaces, RunRequest request) {
        if (!namespaces.makes(Namespace.UTS)) return Plan.NOTHING;
        Plan name = NamespacePlanner.hostname(request.hostname());
        String domain = request.isolation().domainname();
        return domain.isEmpty() ? name : name.then(NamespacePlanner.domainname(domain));
    }

    private static Plan prepare(
            RootSource root, List<Volume> volumes, boolean hears, boolean inUserNamespace) {
        Plan apart = RootPlanner.apart(hears || VolumePlanner.hearHost(volumes));
        if (root.layers().isPresent() && root.mapped() >= 0) {
            return apart.then(RootPlanner.showMapped(root.directory(), root.mapped()));
        }
        if (root.layers().isPresent()) {
            return apart.then(OverlayPlanner.mount(root.layers().get(), RootPlanner.ROOT));
        }
        if (root.privateCopy()) {
            return apart.then(
                    RootPlanner.showCopy(root.directory(), inUserNamespace, root.mapped()));
        }
        return apart.then(
                root.mapped() < 0
                        ? RootPlanner.show(root.directory())
                        : RootPlanner.showMapped(root.directory(), root.mapped()));
    }

    /** A root whom others have left CAP_SYS_ADMIN alone cannot; his containers lack localhost. */
    private static Plan loopback(Namespaces namespaces, HostFacts host, boolean inUserNamespace) {
        boolean may = inUserNamespace || host.capabilities().contains(Capability.CAP_NET_ADMIN);
        boolean own = namespaces.makes(Namespace.NET);
        return may && own ? NamespacePlanner.loopback() : Plan.NOTHING;
    }

    private static Plan dev(boolean privileged, Namespaces namespaces, WhoIsWho who) {
        boolean hostIpc = namespaces.inherits(Namespace.IPC);
        return privileged
                ? DevPlanner.hostDev(who.ttyGroup(), hostIpc)
                : DevPlanner.dev(who.ttyGroup(), hostIpc);
    }

    /**
     * Drops first, then ids, then what is left: each needs a right that the next one takes away.
     */
    private static Plan rights(RunRequest request, HostFacts host, WhoIsWho who) {
        CapabilitySet kept = request.rights().capabilities();
        if (!who.inUserNamespace()) kept = kept.and(host.capabilities());
        RunAs user = request.user();
        Plan itself =
                who.isNested() ? IdMapPlanner.beAnother(user.uid(), user.gid()) : Plan.NOTHING;
        Plan plan =
                itself.then(CapabilityPlanner.bound(kept, host.lastCapability()))
                        .then(become(user, who));
        if (request.user().uid() == 0) plan = plan.then(CapabilityPlanner.keep(kept));
        return request.rights().privileged()
                ? plan
                : plan.then(CapabilityPlanner.noNewPrivileges());
    }

    private static Plan become(RunAs user, WhoIsWho who) {
        if (user.isOnlyRoot()) return Plan.NOTHING;
        boolean mayBeDenied = who.inUserNamespace() && !who.maySetGroups();
        boolean setgroupsDenied = mayBeDenied && user.groups().isEmpty();
        return IdMapPlanner.become(user.uid(), user.gid(), user.groups(), !setgroupsDenied);
    }

    private static Plan ownSession() {
        return Plan.of(
                        Step.call(
                                "leave the caller's terminal: nobody in here may type into it",
                                Call.of(Syscall.SETSID)))
                .then(umask(0, "make files with exactly the modes that are asked for"));
    }

    private static Plan umask(int mask, String why) {
        return Plan.of(Step.call(why, Call.of(Syscall.UMASK, Arg.mode(mask))));
    }

    /** Makers of images count on docker's making of the directory. */
    private static Plan workdir(String workdir, boolean make) {
        if (workdir.equals("/")) return Plan.NOTHING;
        List<Step> steps = new ArrayList<>();
        for (int end = 1; make && end > 0; ) {
            end = workdir.indexOf('/', end);
            String folder = end < 0 ? workdir : workdir.substring(0, end++);
            steps.add(
                    Step.call(
                                    "have the working directory",
                                    Call.of(
                                            Syscall.MKDIRAT,
                                            Arg.flag(AT_FDCWD, Family.DIRFD),
                                            Arg.text(folder),
                                            Arg.mode(0755)))
                            .tolerating(Errno.EEXIST, Errno.EROFS));
        }
        steps.add(
                Step.call(
                        "go to the working directory", Call.of(Syscall.CHDIR, Arg.text(workdir))));
        return new Plan(steps);
    }
}
