package slipway.plan.probe;

import static slipway.linux.Constants.CLONE_NEWCGROUP;
import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNET;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWTIME;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slipway.linux.Errno;
import slipway.plan.Plan;
import slipway.plan.WriteFile;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/** The namespaces, and what may be mounted in them. */
final class NamespaceExperiments {
    /** Exists wherever Java runs. A tmpfs covers it, in a mount namespace of the probe's own. */
    private static final String ROOM = "/tmp";

    private final Self self;
    private final Fixes fixes;

    NamespaceExperiments(Self self) {
        this.self = self;
        this.fixes = new Fixes(self);
    }

    List<Probe> all() {
        return List.of(
                new Probe("user-namespace", this::userNamespace),
                overlay(),
                made("mount", CLONE_NEWNS, "max_mnt_namespaces", "its own file systems"),
                made("pid", CLONE_NEWPID, "max_pid_namespaces", "its own processes"),
                made("net", CLONE_NEWNET, "max_net_namespaces", "its own interfaces and ports"),
                made("uts", CLONE_NEWUTS, "max_uts_namespaces", "its own host name"),
                made("ipc", CLONE_NEWIPC, "max_ipc_namespaces", "its own message queues"),
                cgroup(),
                time());
    }

    private ProbeResult userNamespace(Launcher launcher) {
        Plan inside =
                Plan.of(
                        Calls.keepMountsToOurselves(),
                        Calls.mount("tmpfs", ROOM, ""),
                        Attempt.end());
        String meaning = "an ordinary user can be root in a container, and mount in it";
        Launch launch = self.inUserNamespace(CLONE_NEWNS, inside);
        ProbeResult found =
                trial("user-namespace", launch, meaning, fixes::userNamespace).run(launcher);
        if (found.outcome() == Outcome.WORKS) return found;
        String observed = found.observed() + Fixes.userNamespaceSwitches();
        return new ProbeResult(
                found.name(), found.outcome(), found.tried(), observed, meaning, found.fix());
    }

    private Probe overlay() {
        String upper = ROOM + "/upper";
        String merged = ROOM + "/merged";
        String options = "lowerdir=" + ROOM + "/lower,upperdir=" + upper + ",workdir=" + ROOM;
        Plan inside =
                Plan.of(
                        Calls.keepMountsToOurselves(),
                        Calls.mount("tmpfs", ROOM, ""),
                        Calls.makeFolder(ROOM + "/lower"),
                        Calls.makeFolder(upper),
                        Calls.makeFolder(ROOM + "/work"),
                        Calls.makeFolder(merged),
                        Calls.mount("overlay", merged, options + "/work,userxattr"),
                        Calls.open(merged + "/file", O_RDWR | O_CREAT).as("file"),
                        Calls.write("file", "written through the overlay"),
                        Calls.open(upper + "/file", O_RDONLY),
                        Attempt.end());
        return probe(
                trial(
                        "overlay",
                        self.inUserNamespace(CLONE_NEWNS, inside),
                        "containers of an ordinary user share the layers of their image",
                        errno ->
                                Trial.outcome(errno, self.filtered()) == Outcome.ABSENT
                                        ? "modprobe overlay, or Linux 5.11 or newer"
                                        : fixes.userNamespace(errno)));
    }

    private Probe made(String kind, long flag, String maximum, String gives) {
        return probe(
                trial(
                        kind + "-namespace",
                        self.in(flag, Plan.of(Attempt.end())),
                        "a container has " + gives,
                        errno -> fixes.namespace(maximum, errno)));
    }

    private Probe cgroup() {
        Plan inside = Plan.of(Calls.unshare(CLONE_NEWCGROUP), Attempt.end());
        return probe(
                trial(
                        "cgroup-namespace",
                        self.in(0, inside),
                        "a container does not see the host's cgroups above its own",
                        errno -> fixes.namespace("max_cgroup_namespaces", errno)));
    }

    private Probe time() {
        Plan inside =
                Plan.of(
                        Calls.unshare(CLONE_NEWTIME),
                        new WriteFile(
                                "/proc/self/timens_offsets", "boottime 86400 0", "be up for a day"),
                        Attempt.end());
        return probe(
                trial(
                        "time-namespace",
                        self.in(0, inside),
                        "a container can have its own uptime, and keep it when it is moved",
                        errno -> fixes.namespace("max_time_namespaces", errno)));
    }

    private Trial trial(
            String name, Launch launch, String meaning, Function<Optional<Errno>, String> fix) {
        return new Trial(name, launch, meaning, self.filtered(), fix);
    }

    private static Probe probe(Trial trial) {
        return new Probe(trial.name(), trial);
    }
}
