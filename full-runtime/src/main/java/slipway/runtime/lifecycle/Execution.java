package slipway.runtime.lifecycle;

import static slipway.linux.Constants.O_RDONLY;

import java.io.File;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Arch;
import slipway.linux.Capability;
import slipway.linux.CgroupMembership;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.NamespaceLink;
import slipway.linux.SyscallException;
import slipway.namespaces.Namespace;
import slipway.oci.ProcessSpec;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.ContainerPlan;
import slipway.runtime.HostFacts;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.Status;

/** One more process in a container that runs. */
public final class Execution {
    private static final int FIRST_FREE = 3;

    private final ExecRequest request;
    private final ProcessIdentity first;
    private final List<ContainerState.Group> places;
    private final List<String> warnings;
    private final Map<Integer, Fd> fds;
    private final List<Fd> opened = new ArrayList<>();

    /**
     * @param first the process whose namespaces are those of the container
     * @param places the directories of its cgroup
     * @param warnings gets a line for what is not as it was asked for
     */
    public Execution(
            ExecRequest request,
            ProcessIdentity first,
            List<ContainerState.Group> places,
            List<String> warnings) {
        this.request = request;
        this.first = first;
        this.places = places;
        this.warnings = warnings;
        this.fds = request.streams();
    }

    /**
     * Starts it.
     *
     * @param console where a terminal of it is sent to, if it has one
     * @param endsWithUs whether it is killed when we end
     * @throws LifecycleProblem if that is not possible; nothing is left then
     */
    public Child start(Launcher launcher, Optional<Fd> console, boolean endsWithUs) {
        try {
            if (!request.ignorePaused()) refuseInPaused();
            ExecFacts facts = facts(console.isPresent() ? put(console.get()) : -1);
            Launch launch = Launch.of(ExecPlanner.inside(request, facts)).withFds(fds);
            if (!endsWithUs) launch = launch.outlivingUs();
            return launcher.startJoined(launch, ExecPlanner.joining(facts));
        } catch (StepFailed e) {
            throw CreationFailure.inside(e, request.process());
        } finally {
            for (Fd each : opened) each.close();
        }
    }

    /** The same as a plan, of which nothing is done. */
    public ContainerPlan planned() {
        try {
            // In place of a socket, whose number is all that is shown of it.
            ExecFacts facts = facts(request.process().terminal() ? put(Fd.STDIN) : -1);
            Launch launch = Launch.of(ExecPlanner.inside(request, facts));
            return new ContainerPlan(launch.withJoining(ExecPlanner.joining(facts)));
        } finally {
            for (Fd each : opened) each.close();
        }
    }

    private int put(Fd fd) {
        int number = FIRST_FREE;
        for (int each : fds.keySet()) number = Math.max(number, each + 1);
        fds.put(number, fd);
        return number;
    }

    private ExecFacts facts(int console) {
        HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
        Map<Namespace, Integer> joined = namespaces();
        boolean groups = host.maySetGroups();
        if (joined.containsKey(Namespace.USER)) {
            groups = !OwnLimits.read("/proc/" + first.pid() + "/setgroups").startsWith("deny");
        }
        ProcessSpec process = request.process();
        return new ExecFacts(
                Arch.current(),
                host,
                joined,
                groups,
                OwnLimits.possible(process.rlimits(), host, warnings),
                oomScore(host),
                groupFiles(),
                console);
    }

    /** Those that are not ours: a user namespace that one is in cannot be entered again. */
    private Map<Namespace, Integer> namespaces() {
        Map<Namespace, Integer> joined = new EnumMap<>(Namespace.class);
        try {
            for (Namespace kind : Namespace.values()) {
                String name = kind.procName();
                NamespaceLink theirs = NamespaceLink.ofPid(first.pid(), name);
                NamespaceLink ours = NamespaceLink.ofPid(ProcessHandle.current().pid(), name);
                if (theirs.equals(ours)) continue;
                Fd fd = Fd.open("/proc/" + first.pid() + "/ns/" + name, O_RDONLY, 0);
                opened.add(fd);
                joined.put(kind, put(fd));
            }
        } catch (AccessDeniedException e) {
            throw new LifecycleProblem(
                    "the namespaces of container '"
                            + request.id()
                            + "' may not be looked at: "
                            + e.getFile()
                            + " (EACCES). Try: as the user who made it");
        } catch (IOException e) {
            throw gone();
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESRCH) throw e;
            throw gone();
        }
        // Afterwards: what was opened is the container's only if its process was it all the time.
        if (!first.isRunning()) throw gone();
        return joined;
    }

    private ContainerProblem gone() {
        return ContainerProblem.notRunning(request.id(), Status.STOPPED);
    }

    /** Lowering it takes CAP_SYS_RESOURCE, which not every root has. */
    private String oomScore(HostFacts host) {
        Optional<Integer> wanted = request.process().oomScoreAdj();
        if (wanted.isEmpty()) return "";
        int now = Integer.parseInt(OwnLimits.read("/proc/self/oom_score_adj").strip());
        if (wanted.get() == now) return "";
        boolean may = host.capabilities().contains(Capability.CAP_SYS_RESOURCE);
        if (wanted.get() > now || may) return "" + wanted.get();
        warnings.add("process.oomScoreAdj stays " + now + ": lowering it takes CAP_SYS_RESOURCE");
        return "";
    }

    private List<String> groupFiles() {
        List<String> files = new ArrayList<>();
        for (ContainerState.Group place : places) {
            String directory = place.directory() + below(place);
            // To move only itself, a thread of version 1 needs not wait for anybody.
            files.add(directory + (place.unified() ? "/cgroup.procs" : "/tasks"));
        }
        return files;
    }

    private String below(ContainerState.Group place) {
        for (Map.Entry<String, String> each : request.groups().entrySet()) {
            String name = each.getKey();
            boolean meant = name.isEmpty() || place.directory().contains("/" + name + "/");
            if (meant && !each.getValue().isEmpty()) return "/" + each.getValue();
        }
        if (!place.unified()) return "";
        return OwnLimits.read(place.directory() + "/cgroup.subtree_control").isBlank()
                ? ""
                : belowOfFirst(place.directory());
    }

    /** A group of version 2 that hands controllers on has no processes; its first moved down. */
    private String belowOfFirst(String directory) {
        String path;
        try {
            path = CgroupMembership.ofPid(first.pid()).unified().orElse("");
        } catch (IOException e) {
            throw gone();
        }
        for (int at = 0; at >= 0; at = directory.indexOf('/', at + 1)) {
            String end = directory.substring(at);
            if (path.startsWith(end + "/")) return path.substring(end.length());
        }
        return "";
    }

    /** It would not come out of its first step, and neither should we. */
    private void refuseInPaused() {
        for (ContainerState.Group place : places) {
            String file = place.unified() ? "/cgroup.freeze" : "/freezer.state";
            String path = place.directory() + file;
            if (!new File(path).exists()) continue;
            String state = OwnLimits.read(path).strip();
            boolean frozen = state.equals("FROZEN") || state.equals("FREEZING");
            if (!frozen && !state.equals("1")) continue;
            throw new LifecycleProblem(
                    "container '"
                            + request.id()
                            + "' is paused, and a process in it would not run. Try: resume it, by"
                            + " echo "
                            + (frozen ? "THAWED" : "0")
                            + " > "
                            + path);
        }
    }
}
