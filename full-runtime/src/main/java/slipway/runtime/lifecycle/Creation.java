package slipway.runtime.lifecycle;

import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.cgroups.Cgroup;
import slipway.linux.Arch;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.SyscallException;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.namespaces.Namespaces;
import slipway.oci.Hooks;
import slipway.oci.InvalidSpec;
import slipway.oci.LinuxSpec;
import slipway.oci.MountSpec;
import slipway.oci.ProcessSpec;
import slipway.oci.Spec;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.StepFailed;
import slipway.plan.WriteFile;
import slipway.plan.launch.Child;
import slipway.plan.launch.Held;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.runtime.JoinedNamespaces;
import slipway.runtime.UserNamespace;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.Status;

/**
 * The making of one container, up to the moment in which its program waits to be started: done, or
 * never begun. Whoever kills us on the way leaves a cgroup without processes and a directory that
 * nobody has locked, which {@code slipway doctor --gc} takes away.
 */
final class Creation {
    private static final int FIRST_FREE = 3;

    private final Launcher launcher;
    private final CreateRequest request;
    private final Spec spec;
    private final StateDirectory directory;
    private final List<String> warnings;
    private final Map<Integer, Fd> fds;
    private final List<Fd> opened = new ArrayList<>();

    /** What it shares with others. */
    private Optional<JoinedNamespaces> joined = Optional.empty();

    Creation(
            Launcher launcher,
            CreateRequest request,
            Spec spec,
            StateDirectory directory,
            List<String> warnings) {
        this.launcher = launcher;
        this.request = request;
        this.spec = spec;
        this.directory = directory;
        this.warnings = warnings;
        this.fds = new TreeMap<>(request.streams());
    }

    /**
     * Makes it.
     *
     * @param endsWithUs whether it is killed when we end
     * @throws LifecycleProblem if that is not possible; nothing is left then but the directory
     */
    Child make(boolean endsWithUs) {
        try {
            return make(ContainerGroup.of(spec, request.id()), endsWithUs);
        } finally {
            for (Fd each : opened) each.close();
            if (joined.isPresent()) joined.get().close();
        }
    }

    private Child make(ContainerGroup group, boolean endsWithUs) {
        SpecPlan plan = plan(group);
        ContainerState state = state(group);
        directory.write(state);
        directory.makePipes();
        int start = put(directory.startForWaiting());
        int answer = put(directory.answerForWaiting());
        Cgroup cgroup = Cgroup.make(LinuxKernel.INSTANCE, group.plan());
        try {
            group.limitMore(spec.linux().resources().others());
            if (group.controlsDevices()) group.allowDevices(spec.linux().resources().devices());
            Launch launch = plan.launch().withFds(fds).withWhileReady(group.plan().join());
            if (joined.isPresent()) launch = launch.withBirthplaces(joined.get().birthplaces());
            if (endsWithUs) launch = launch.endingWithUs();
            Held held = new Held(start, answer, plan.last(), new Host(state));
            return launcher.startHeld(launch, held);
        } catch (StepFailed e) {
            cgroup.close();
            throw CreationFailure.explain(e, spec.process());
        } catch (RuntimeException | Error e) {
            cgroup.close();
            throw e;
        }
    }

    private int put(Fd fd) {
        opened.add(fd);
        int number = FIRST_FREE;
        for (int each : fds.keySet()) number = Math.max(number, each + 1);
        fds.put(number, fd);
        return number;
    }

    private String rootfs() {
        String path = WishList.absolute(spec.root().path(), request.bundle());
        if (!new File(path).isDirectory()) {
            throw new InvalidSpec("root.path", "'" + path + "'", "a directory that is there");
        }
        return path;
    }

    private SpecPlan plan(ContainerGroup group) {
        int console = console();
        Map<Namespace, Integer> shared = join();
        HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
        boolean ownUsers = spec.linux().makesOrJoins("user");
        List<ProcessSpec.Rlimit> rlimits = List.of();
        if (spec.process().isPresent()) {
            rlimits = OwnLimits.possible(spec.process().get().rlimits(), host, warnings);
            warnOfCapabilities(spec.process().get());
        }
        boolean realRoot = !ownUsers && UserNamespace.isFirst();
        SpecFacts facts =
                new SpecFacts(
                        Arch.current(),
                        host,
                        realRoot && group.controlsDevices(),
                        realRoot && !group.controlsDevices(),
                        request.bundle(),
                        rootfs(),
                        files(),
                        rlimits,
                        group.mounts(),
                        console,
                        shared,
                        MappedMounts.show(launcher, spec, request, host, warnings, this::put));
        return SpecPlanner.plan(spec, facts, request.newKeyring());
    }

    /** Opens what is shared. Returns the numbers of what the process goes to itself. */
    private Map<Namespace, Integer> join() {
        List<NamespaceRequest> wishes = new ArrayList<>();
        for (LinuxSpec.NamespaceSpec each : spec.linux().namespaces()) {
            if (each.path().isEmpty()) continue;
            Namespace kind = SpecPlanner.kind(each.type());
            wishes.add(new NamespaceRequest.Join(kind, each.path()));
        }
        Map<Namespace, Integer> numbers = new TreeMap<>();
        if (wishes.isEmpty()) return numbers;
        JoinedNamespaces open = JoinedNamespaces.open(new Namespaces(wishes), true, this::key);
        joined = Optional.of(open);
        for (NamespaceRequest.Join each : open.wishes().joins()) {
            Fd fd = open.descriptors().get(each.kind().descriptor());
            if (fd != null) numbers.put(each.kind(), put(fd));
        }
        return numbers;
    }

    private String key(Namespace kind) {
        int i = 0;
        for (LinuxSpec.NamespaceSpec each : spec.linux().namespaces()) {
            if (SpecPlanner.kind(each.type()) == kind) break;
            i++;
        }
        return "config.json: linux.namespaces[" + i + "].path";
    }

    private void warnOfCapabilities(ProcessSpec process) {
        for (String each : process.capabilities().unknown()) {
            warnings.add("the capability " + each + " is not known here, and cannot be granted");
        }
    }

    private int console() {
        boolean terminal = spec.process().isPresent() && spec.process().get().terminal();
        if (terminal == request.consoleSocket().isEmpty()) {
            throw new LifecycleProblem(
                    terminal
                            ? "process.terminal is true, and nobody is there to take the terminal."
                                    + " Try: --console-socket, or process.terminal false"
                            : "--console-socket is given, and process.terminal is false. Try: one"
                                    + " without the other");
        }
        return terminal ? put(ConsoleSocket.connect(request.consoleSocket())) : -1;
    }

    /** Which sources of bind mounts are no folders; each has to be there. */
    private List<String> files() {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < spec.mounts().size(); i++) {
            MountSpec mount = spec.mounts().get(i);
            if (mount.options().contains("tmpcopyup")) refuseToCopy(i, mount.destination());
            if (!mount.isBind()) continue;
            String source = WishList.absolute(mount.source(), request.bundle());
            File file = new File(source);
            if (!file.exists()) {
                throw new InvalidSpec(
                        "mounts[" + i + "].source",
                        "'" + source + "'",
                        "a file or directory that is there (no such file or directory)");
            }
            if (!file.isDirectory()) files.add(source);
        }
        return files;
    }

    /** An empty folder of the image needs no copying, and that is what engines mean mostly. */
    private void refuseToCopy(int i, String destination) {
        try (Fd root = Fd.open(rootfs(), O_PATH | O_DIRECTORY, 0);
                Fd folder = Fd.openInRoot(root, WishList.target(destination), O_RDONLY)) {
            String[] content = new File(folder.path()).list();
            if (content == null || content.length == 0) return;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) return;
            throw e;
        }
        throw InvalidSpec.notHonoured(
                "mounts[" + i + "].options 'tmpcopyup' over a folder of the image with files");
    }

    private ContainerState state(ContainerGroup group) {
        return new ContainerState(
                spec.ociVersion(),
                request.id(),
                request.bundle(),
                rootfs(),
                System.currentTimeMillis(),
                Optional.empty(),
                false,
                spec.linux().makes("pid"),
                group.places(),
                new Hooks(List.of(), List.of(), spec.hooks().poststart(), spec.hooks().poststop()),
                spec.annotations());
    }

    /** What is done while the process waits. */
    private final class Host implements Held.Host {
        private final ContainerState state;

        Host(ContainerState state) {
            this.state = state;
        }

        @Override
        public void beforeItsWorld(PidFd process) {
            Optional<Integer> score = Optional.empty();
            if (spec.process().isPresent()) score = spec.process().get().oomScoreAdj();
            if (score.isPresent()) oomScore(process.pid(), score.get());
            if (spec.hooks().prestart().isEmpty() && spec.hooks().createRuntime().isEmpty()) return;
            // Creating is step 2 of the specification's life cycle, and these are its steps 3 and
            // 4.
            String json = StateJson.of(state, Status.CREATED, process.pid());
            HookRunner hooks = new HookRunner(launcher);
            hooks.run(spec.hooks().prestart(), json);
            hooks.run(spec.hooks().createRuntime(), json);
        }

        @Override
        public void afterItsWorld(PidFd process) {
            directory.write(state.created(ProcessIdentity.of(process.pid())));
            PidFile.write(request.pidFile(), process.pid());
        }
    }

    /** Lowering it takes CAP_SYS_RESOURCE, which not every root has. */
    private void oomScore(int pid, int score) {
        String path = "/proc/" + pid + "/oom_score_adj";
        if (OwnLimits.read(path).strip().equals("" + score)) return;
        WriteFile write = new WriteFile(path, "" + score, "set process.oomScoreAdj");
        try {
            new PlanRunner(LinuxKernel.INSTANCE).run(Plan.of(write), Map.of());
        } catch (StepFailed e) {
            warnings.add("process.oomScoreAdj stays as it is: " + e.getMessage());
        }
    }
}
