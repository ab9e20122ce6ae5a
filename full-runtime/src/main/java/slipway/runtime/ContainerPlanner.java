package slipway.runtime;

import static slipway.linux.Constants.AT_FDCWD;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import slipway.jail.DevPlanner;
import slipway.jail.MaskPlanner;
import slipway.jail.ProcPlanner;
import slipway.jail.RootPlanner;
import slipway.jail.TerminalPlanner;
import slipway.jail.VolumePlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.IdMap;
import slipway.linux.Syscall;
import slipway.linux.WindowSize;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
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

    /** Group tty has this number on every Linux distribution. */
    private static final int TTY_GROUP = 5;

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
            launch = launch.withWhileCloned(maps(host));
        }
        return new ContainerPlan(launch);
    }

    private static Plan maps(HostFacts host) {
        return host.hasRanges()
                ? IdMapPlanner.mapRanges(host.uid(), host.gid(), host.users(), host.groups())
                : IdMapPlanner.mapOnly(host.uid(), host.gid());
    }

    /** Groups cannot be left under a map of our own id alone, nor inside such a namespace. */
    private static Plan becomeRoot(HostFacts host) {
        boolean oneId = !host.privileged() && !host.hasRanges();
        return IdMapPlanner.becomeRoot(!oneId && host.maySetGroups());
    }

    private static Plan inside(RunRequest request, HostFacts host, boolean inUserNamespace) {
        RootSource root = request.root();
        boolean privileged = request.rights().privileged();
        // tag::order[]
        Plan plan =
                NamespacePlanner.ownCgroupView()
                        .then(ownSession())
                        .then(loopback(host, inUserNamespace))
                        .then(prepare(root, inUserNamespace))
                        .then(ProcPlanner.proc())
                        .then(ProcPlanner.sys(privileged))
                        .then(dev(privileged, host, inUserNamespace));
        if (request.terminal().isPresent()) {
            WindowSize size = request.terminal().get();
            plan = plan.then(TerminalPlanner.terminal(size, request.user().uid(), privileged));
        }
        if (!privileged) plan = plan.then(MaskPlanner.mask());
        plan =
                plan.then(VolumePlanner.gather(request.volumes()))
                        .then(RootPlanner.enter())
                        .then(VolumePlanner.place(request.volumes()));
        // end::order[]
        if (root.readOnly()) plan = plan.then(RootPlanner.makeReadOnly());
        return plan.then(NamespacePlanner.hostname(request.hostname()))
                .then(workdir(request.workdir(), root.layers().isPresent()))
                .then(rights(request, host, inUserNamespace))
                .then(umask(UMASK, "let new files be writable by their owner only"))
                .then(Plan.of(last(request)));
    }

    private static Step last(RunRequest request) {
        Exec exec = Exec.search(request.command(), request.environment(), request.path());
        return request.init() ? new Init(exec) : exec;
    }

    private static Plan prepare(RootSource root, boolean inUserNamespace) {
        if (root.layers().isPresent()) {
            Plan mount = OverlayPlanner.mount(root.layers().get(), RootPlanner.ROOT);
            return RootPlanner.apart().then(mount);
        }
        return root.privateCopy()
                ? RootPlanner.prepareCopy(root.directory(), inUserNamespace)
                : RootPlanner.prepare(root.directory());
    }

    /** A root whom others have left CAP_SYS_ADMIN alone cannot; his containers lack localhost. */
    private static Plan loopback(HostFacts host, boolean inUserNamespace) {
        boolean may = inUserNamespace || host.capabilities().contains(Capability.CAP_NET_ADMIN);
        return may ? NamespacePlanner.loopback() : Plan.NOTHING;
    }

    private static Plan dev(boolean privileged, HostFacts host, boolean inUserNamespace) {
        int ttyGroup = ttyGroup(host, inUserNamespace);
        return privileged ? DevPlanner.hostDev(ttyGroup) : DevPlanner.dev(ttyGroup);
    }

    /** Under a map of a single id, ours or that of who made our namespace, group tty is nobody. */
    private static int ttyGroup(HostFacts host, boolean inUserNamespace) {
        if (!host.maySetGroups()) return -1;
        return !inUserNamespace || isMapped(TTY_GROUP, host) ? TTY_GROUP : -1;
    }

    private static boolean isMapped(int group, HostFacts host) {
        return host.hasRanges()
                && IdMap.ofOwnAnd(host.gid(), host.groups()).outside(group).isPresent();
    }

    /**
     * Drops first, then ids, then what is left: each needs a right that the next one takes away.
     */
    private static Plan rights(RunRequest request, HostFacts host, boolean inUserNamespace) {
        CapabilitySet kept = request.rights().capabilities();
        if (!inUserNamespace) kept = kept.and(host.capabilities());
        Plan plan =
                CapabilityPlanner.bound(kept, host.lastCapability())
                        .then(become(request.user(), host, inUserNamespace));
        if (request.user().uid() == 0) plan = plan.then(CapabilityPlanner.keep(kept));
        return request.rights().privileged()
                ? plan
                : plan.then(CapabilityPlanner.noNewPrivileges());
    }

    private static Plan become(RunAs user, HostFacts host, boolean inUserNamespace) {
        if (user.isOnlyRoot()) return Plan.NOTHING;
        boolean mayBeDenied = inUserNamespace && !(host.hasRanges() && host.maySetGroups());
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
