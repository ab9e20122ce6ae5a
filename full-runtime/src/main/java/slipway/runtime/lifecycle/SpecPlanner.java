package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.jail.DeviceNode;
import slipway.jail.DeviceNodePlanner;
import slipway.jail.HiddenPathPlanner;
import slipway.jail.MountWish;
import slipway.jail.MountWishPlanner;
import slipway.jail.RootPlanner;
import slipway.jail.TerminalPlanner;
import slipway.jail.WorkdirPlanner;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.linux.WindowSize;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.namespaces.SysctlPlanner;
import slipway.namespaces.TimeOffsets;
import slipway.oci.InvalidSpec;
import slipway.oci.LinuxSpec;
import slipway.oci.ProcessSpec;
import slipway.oci.Spec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.plan.launch.Launch;
import slipway.security.CapabilityPlanner;
import slipway.security.SeccompPlanner;
import slipway.security.SeccompProfile;

/** Puts the stages' plans together as a configuration asks for it. Pure. */
public final class SpecPlanner {
    private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;

    private final Spec spec;
    private final SpecFacts facts;
    private final LinuxSpec linux;
    private final List<Step> steps = new ArrayList<>();

    private SpecPlanner(Spec spec, SpecFacts facts) {
        this.spec = spec;
        this.facts = facts;
        this.linux = spec.linux();
    }

    /**
     * The plan of one container.
     *
     * @param newKeyring whether its session keyring is not to be the caller's
     * @throws InvalidSpec for what is not honoured
     */
    public static SpecPlan plan(Spec spec, SpecFacts facts, boolean newKeyring) {
        if (!spec.linux().makes("mount")) {
            throw new InvalidSpec(
                    "linux.namespaces", "without a new mount namespace", "one of type mount");
        }
        SpecPlanner planner = new SpecPlanner(spec, facts);
        if (spec.linux().joins("user")) {
            Launch launch = Launch.of(planner.world(newKeyring)).outlivingUs();
            return new SpecPlan(launch.withJoining(planner.joining()), planner.last());
        }
        Launch launch =
                Launch.of(planner.world(newKeyring))
                        .outlivingUs()
                        .withNamespaces(planner.cloneFlags())
                        .withIdentity(IdentityPlanner.becomeRoot(spec, facts.host()));
        if (planner.linux.makes("user")) {
            launch = launch.withWhileCloned(IdentityPlanner.maps(spec, facts.host()));
        }
        return new SpecPlan(launch, planner.last());
    }

    /** There first: what it makes new belongs to the user namespace that it is in. */
    private Plan joining() {
        Plan plan = Plan.NOTHING;
        for (Map.Entry<Namespace, Integer> each : new TreeMap<>(facts.joined()).entrySet()) {
            plan = plan.then(NamespacePlanner.joinAndClose(each.getKey(), each.getValue()));
            if (each.getKey() == Namespace.USER) plan = plan.then(IdMapPlanner.becomeTheirRoot());
        }
        return plan.then(NamespacePlanner.leave(cloneFlags()));
    }

    private long cloneFlags() {
        long flags = 0;
        for (LinuxSpec.NamespaceSpec each : linux.namespaces()) {
            Namespace kind = kind(each.type());
            if (each.path().isEmpty() && kind.madeAtClone()) flags |= kind.cloneFlag();
        }
        return flags;
    }

    static Namespace kind(String type) {
        switch (type) {
            case "mount":
                return Namespace.MOUNT;
            case "pid":
                return Namespace.PID;
            case "network":
                return Namespace.NET;
            case "ipc":
                return Namespace.IPC;
            case "uts":
                return Namespace.UTS;
            case "user":
                return Namespace.USER;
            case "cgroup":
                return Namespace.CGROUP;
            case "time":
                return Namespace.TIME;
            default:
                throw new IllegalArgumentException(type);
        }
    }

    private Plan world(boolean newKeyring) {
        namespaces();
        add("be nobody's job but one's own", Call.of(Syscall.SETSID));
        if (newKeyring) steps.add(keyring());
        add("make files with exactly the modes that are asked for", umask(0));
        root();
        names();
        Optional<ProcessSpec> process = spec.process();
        if (process.isPresent() && process.get().terminal()) terminal(process.get());
        sysctls();
        if (process.isPresent()) {
            steps.addAll(WorkdirPlanner.make(process.get().cwd()).steps());
        }
        steps.addAll(HiddenPathPlanner.guard(linux.readonlyPaths()).steps());
        steps.addAll(HiddenPathPlanner.hide(linux.maskedPaths()).steps());
        if (spec.root().readOnly()) steps.addAll(RootPlanner.makeReadOnly().steps());
        steps.addAll(rootPropagation().steps());
        if (process.isPresent()) process(process.get());
        return new Plan(steps);
    }

    /** What is shared is there already, but for clocks. */
    private void namespaces() {
        Integer clocks = facts.joined().get(Namespace.TIME);
        if (clocks != null && !linux.joins("user")) {
            steps.addAll(NamespacePlanner.joinAndClose(Namespace.TIME, clocks).steps());
        }
        if (linux.makes("time")) {
            TimeOffsets offsets = new TimeOffsets(offset("monotonic"), offset("boottime"));
            steps.addAll(NamespacePlanner.ownClocks(offsets).steps());
        }
        if (linux.makes("cgroup")) steps.addAll(NamespacePlanner.ownCgroupView().steps());
        if (linux.makes("network")) steps.addAll(NamespacePlanner.loopback().steps());
    }

    private TimeOffsets.Offset offset(String clock) {
        LinuxSpec.TimeOffset asked = linux.timeOffsets().get(clock);
        if (asked == null) return TimeOffsets.Offset.ZERO;
        return new TimeOffsets.Offset(asked.secs(), asked.nanosecs());
    }

    private Plan rootPropagation() {
        String kind = linux.rootfsPropagation();
        boolean below = kind.startsWith("r");
        if (kind.endsWith("shared")) return RootPlanner.propagate(Constants.MS_SHARED, below);
        if (kind.endsWith("unbindable")) {
            return RootPlanner.propagate(Constants.MS_UNBINDABLE, below);
        }
        return Plan.NOTHING;
    }

    static Step keyring() {
        return Step.call(
                        "leave the caller's keys behind",
                        Call.of(
                                Syscall.KEYCTL,
                                new Arg.Num(
                                        KEYCTL_JOIN_SESSION_KEYRING, "KEYCTL_JOIN_SESSION_KEYRING"),
                                Arg.NULL))
                .tolerating(Errno.ENOSYS, Errno.EPERM, Errno.EDQUOT);
    }

    private void root() {
        WishList wishes = WishList.of(spec, facts);
        List<MountWish> mounts = wishes.wishes();
        List<DeviceNode> nodes = nodes();
        steps.addAll(MountWishPlanner.gatherShared(mounts).steps());
        steps.addAll(RootPlanner.prepareAsItIs(facts.rootfs(), wishes.hearHost()).steps());
        steps.addAll(MountWishPlanner.gather(mounts).steps());
        if (!facts.mayMakeNodes()) steps.addAll(DeviceNodePlanner.gather(nodes).steps());
        steps.addAll(HiddenPathPlanner.gather(linux.maskedPaths()).steps());
        steps.addAll(RootPlanner.enter().steps());
        steps.addAll(MountWishPlanner.place(mounts).steps());
        if (facts.unguarded() && furnishesDev()) {
            steps.addAll(RootPlanner.refuseDevices(hasTerminals()).steps());
        }
        boolean made = facts.mayMakeNodes();
        Plan devices = made ? DeviceNodePlanner.make(nodes) : DeviceNodePlanner.place(nodes);
        steps.addAll(devices.steps());
        if (furnishesDev()) steps.addAll(DeviceNodePlanner.links().steps());
        steps.addAll(HiddenPathPlanner.guard(wishes.readOnlyLater()).steps());
    }

    /** What shows the host's /dev has all of it, and must not be added to. */
    private boolean furnishesDev() {
        for (int i = 0; i < spec.mounts().size(); i++) {
            boolean dev = WishList.target(spec.mounts().get(i).destination()).equals("/dev");
            if (dev && spec.mounts().get(i).isBind()) return false;
        }
        return true;
    }

    private List<DeviceNode> nodes() {
        List<DeviceNode> nodes = new ArrayList<>();
        if (!furnishesDev()) return nodes;
        for (LinuxSpec.DeviceSpec device : linux.devices()) {
            nodes.add(
                    new DeviceNode(
                            device.path(),
                            type(device.type()),
                            device.major(),
                            device.minor(),
                            device.fileMode() & 0777,
                            device.uid(),
                            device.gid()));
        }
        for (DeviceNode usual : DeviceNodePlanner.usual()) {
            boolean given = false;
            for (DeviceNode each : nodes) given |= each.path().equals(usual.path());
            if (!given) nodes.add(usual);
        }
        return nodes;
    }

    private static int type(char type) {
        if (type == 'b') return Constants.S_IFBLK;
        return type == 'p' ? Constants.S_IFIFO : Constants.S_IFCHR;
    }

    private void names() {
        if (!spec.hostname().isEmpty()) {
            steps.addAll(NamespacePlanner.hostname(spec.hostname()).steps());
        }
        if (!spec.domainname().isEmpty()) {
            steps.addAll(NamespacePlanner.domainname(spec.domainname()).steps());
        }
    }

    private boolean hasTerminals() {
        for (int i = 0; i < spec.mounts().size(); i++) {
            boolean there = WishList.target(spec.mounts().get(i).destination()).equals("/dev/pts");
            if (there && spec.mounts().get(i).type().equals("devpts")) return true;
        }
        return false;
    }

    private void terminal(ProcessSpec process) {
        if (!hasTerminals()) {
            throw new InvalidSpec(
                    "process.terminal", "true", "a mount of type devpts on /dev/pts with it");
        }
        WindowSize size = process.terminalSize().orElse(WindowSize.UNKNOWN);
        long owner = process.user().uid();
        steps.addAll(TerminalPlanner.terminalInside(size, owner, facts.console()).steps());
    }

    /** Only what belongs to a namespace of the container: all else is the machine's. */
    private void sysctls() {
        for (Map.Entry<String, String> each : linux.sysctl().entrySet()) {
            String name = each.getKey();
            if (!isOwn(name)) {
                throw new InvalidSpec(
                        "linux.sysctl." + name,
                        "set",
                        "a name that belongs to one of the container's own namespaces; this one"
                                + " would change the machine, or the container has no such"
                                + " namespace");
            }
            String path = "/proc/sys/" + SysctlPlanner.path(name);
            steps.add(new WriteFile(path, each.getValue(), "set " + name));
        }
    }

    private boolean isOwn(String name) {
        Optional<Namespace> owner = SysctlPlanner.owner(name);
        if (owner.isEmpty()) return false;
        for (LinuxSpec.NamespaceSpec each : linux.namespaces()) {
            if (kind(each.type()) == owner.get()) return true;
        }
        return false;
    }

    private void process(ProcessSpec process) {
        steps.add(ProgramSearch.check(process));
        steps.addAll(LimitsPlanner.rlimits(facts.rlimits()).steps());
        // Without no_new_privs a filter takes CAP_SYS_ADMIN, which goes with the next steps.
        if (!process.noNewPrivileges()) seccomp();
        steps.addAll(IdentityPlanner.rights(spec, process, facts.host()).steps());
        add("let new files be as the configuration says", umask(process.user().umask()));
        if (process.noNewPrivileges()) {
            steps.addAll(CapabilityPlanner.noNewPrivileges().steps());
            seccomp();
        }
    }

    private void seccomp() {
        if (linux.seccomp().isEmpty()) return;
        SeccompProfile profile = Profiles.of(linux.seccomp().get());
        steps.addAll(SeccompPlanner.filter(profile, facts.arch()).steps());
    }

    /** A container without a process cannot be started; so its last step fails and says so. */
    private Plan last() {
        Optional<ProcessSpec> process = spec.process();
        return process.isEmpty()
                ? Plan.of(ProgramSearch.none())
                : ProgramSearch.exec(process.get());
    }

    private static Call umask(int mask) {
        return Call.of(Syscall.UMASK, Arg.mode(mask));
    }

    private void add(String why, Call call) {
        steps.add(Step.call(why, call));
    }
}
