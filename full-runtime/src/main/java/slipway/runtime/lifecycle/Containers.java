package slipway.runtime.lifecycle;

import static slipway.linux.Constants.SIGKILL;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.PidFd;
import slipway.linux.SyscallException;
import slipway.oci.InvalidSpec;
import slipway.oci.Spec;
import slipway.oci.SpecReader;
import slipway.plan.launch.Child;
import slipway.plan.launch.Held;
import slipway.plan.launch.Launcher;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.StateRoot;
import slipway.runtime.state.Status;

/** The containers of one state root, and what can be done with them. */
public final class Containers {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final StateRoot root;
    private final List<String> warnings = new ArrayList<>();

    public Containers(StateRoot root) {
        this.root = root;
    }

    /** What is not as it was asked for, one line each, since the last call. */
    public List<String> warnings() {
        return warnings;
    }

    /** A container at a moment. */
    public record Seen(ContainerState state, Status status, int pid) {}

    /** Makes a container that waits to be started, and goes on to when we have ended. */
    public void create(CreateRequest request) {
        Spec spec = SpecReader.ofBundle(request.bundle());
        try (StateDirectory directory = root.make(request.id());
                Launcher launcher = new Launcher()) {
            make(launcher, request, spec, directory, false);
        }
    }

    private Child make(
            Launcher launcher,
            CreateRequest request,
            Spec spec,
            StateDirectory directory,
            boolean endsWithUs) {
        try {
            return new Creation(launcher, request, spec, directory, warnings).make(endsWithUs);
        } catch (RuntimeException | Error e) {
            directory.remove();
            throw e;
        }
    }

    /** What somebody does with a container that runs in front of him. */
    public interface Foreground {
        ExitStatus await(Child child);
    }

    /**
     * Creates and starts a container, stays with it to its end, and deletes it. It ends when we do.
     */
    public ExitStatus run(CreateRequest request, Foreground foreground) {
        Spec spec = SpecReader.ofBundle(request.bundle());
        if (spec.process().isEmpty()) throw noProcess(request.id());
        try (Launcher launcher = new Launcher()) {
            Child child;
            try (StateDirectory directory = root.make(request.id())) {
                child = make(launcher, request, spec, directory, true);
            }
            try (child) {
                start(request.id());
                return foreground.await(child);
            } finally {
                delete(request.id(), true);
            }
        }
    }

    /** Lets the program of a created container run. */
    public void start(String id) {
        try (StateDirectory directory = root.lock(id)) {
            Seen seen = see(directory, true);
            if (seen.status() != Status.CREATED) {
                throw ContainerProblem.wrong(id, seen.status(), "created", "slipway oci create");
            }
            release(directory, seen.state());
            ContainerState started = seen.state().startedNow();
            directory.write(started);
            if (started.hooks().poststart().isEmpty()) return;
            String json = StateJson.of(started, Status.RUNNING, seen.pid());
            try (Launcher launcher = new Launcher()) {
                new HookRunner(launcher).run(started.hooks().poststart(), json);
            }
        }
    }

    private static void release(StateDirectory directory, ContainerState state) {
        try (Fd answer = directory.answerForReading();
                Fd start = directory.startForWriting()) {
            start.write(new byte[] {Launcher.GO});
            Optional<Errno> failure = Held.failure(answer);
            if (failure.isPresent()) throw couldNot(state, failure.get());
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENXIO && e.errno() != Errno.EPIPE) throw e;
            // It has ended, or was started by somebody who was killed right after.
            Status now = directory.status(Optional.of(state), true);
            throw ContainerProblem.wrong(
                    directory.id(), now, "created", "slipway oci state " + directory.id());
        }
    }

    private static RuntimeException couldNot(ContainerState state, Errno errno) {
        Spec spec;
        try {
            spec = SpecReader.ofBundle(state.bundle());
        } catch (InvalidSpec e) {
            return new LifecycleProblem("the program could not be run: " + errno);
        }
        if (spec.process().isEmpty()) return noProcess(state.id());
        String name = spec.process().get().args().get(0);
        return CreationFailure.program(name, spec.process().get().path(), errno, null);
    }

    private static RuntimeException noProcess(String id) {
        return new LifecycleProblem(
                "container '" + id + "' has no process in its config.json, and cannot be started");
    }

    /**
     * Sends a signal to the first process of a container that is created or running.
     *
     * @param all to every process of it; then one that has stopped is no error
     */
    public void kill(String id, int signal, boolean all) {
        try (StateDirectory directory = root.lock(id)) {
            Seen seen = see(directory, true);
            boolean alive = seen.status() == Status.CREATED || seen.status() == Status.RUNNING;
            if (all && (!seen.state().ownPids() || signal != SIGKILL)) {
                Members.signal(seen.state(), signal);
                return;
            }
            if (!alive && all) return;
            if (!alive || !signalFirst(seen, signal)) {
                throw ContainerProblem.notRunning(id, seen.status());
            }
        }
    }

    /** A connection to the socket of an engine that takes terminals. */
    public static Fd consoleAt(String path) {
        return ConsoleSocket.connect(path);
    }

    /**
     * What {@code exec} needs to know of a container that is created or running.
     *
     * @throws ContainerProblem if it has stopped
     */
    public Execution execution(ExecRequest request) {
        Seen seen = see(request.id());
        Optional<ProcessIdentity> first = seen.state().process();
        if (seen.pid() == 0 || first.isEmpty()) {
            throw ContainerProblem.notRunning(request.id(), seen.status());
        }
        return new Execution(request, first.get(), seen.state().groups(), warnings);
    }

    private static boolean signalFirst(Seen seen, int signal) {
        Optional<ProcessIdentity> first = seen.state().process();
        if (first.isEmpty()) return false;
        Optional<PidFd> process = first.get().open();
        if (process.isEmpty()) return false;
        try (PidFd held = process.get()) {
            return held.signal(signal);
        }
    }

    /**
     * Takes away what a stopped container has left.
     *
     * @param force kills it first, and is content if there is none
     */
    public void delete(String id, boolean force) {
        try (StateDirectory directory = root.lock(id)) {
            Optional<ContainerState> state = directory.read();
            Status status = directory.status(state, true);
            if (status != Status.STOPPED && !force) {
                throw ContainerProblem.wrong(
                        id, status, "stopped", "slipway oci delete --force " + id);
            }
            if (state.isPresent()) end(state.get());
            directory.remove();
            if (state.isPresent()) stopped(state.get());
        } catch (ContainerProblem e) {
            if (!force || !e.isMissing()) throw e;
        }
    }

    private void stopped(ContainerState state) {
        if (state.hooks().poststop().isEmpty()) return;
        try (Launcher launcher = new Launcher()) {
            String json = StateJson.of(state, Status.STOPPED, 0);
            warnings.addAll(new HookRunner(launcher).runAll(state.hooks().poststop(), json));
        }
    }

    private static void end(ContainerState state) {
        Optional<PidFd> process = Optional.empty();
        if (state.process().isPresent()) process = state.process().get().open();
        if (process.isPresent()) {
            try (PidFd held = process.get()) {
                held.signal(SIGKILL);
                held.awaitEnd(GRACE);
            }
        }
        Cgroup.existing(ContainerGroup.places(state)).close();
    }

    /** One container, as it is now. */
    public Seen see(String id) {
        try (StateDirectory directory = root.find(id)) {
            return see(directory, false);
        }
    }

    /** All containers, as they are now. */
    public List<Seen> all() {
        List<Seen> all = new ArrayList<>();
        for (String id : root.ids()) {
            try {
                all.add(see(id));
            } catch (ContainerProblem e) {
                if (!e.isMissing()) throw e; // it has just been deleted
            }
        }
        return all;
    }

    private Seen see(StateDirectory directory, boolean ours) {
        Optional<ContainerState> state = directory.read();
        Status status = directory.status(state, ours);
        if (state.isEmpty()) {
            throw ContainerProblem.wrong(
                    directory.id(), status, "there yet", "again in a moment, or delete --force");
        }
        boolean alive = status == Status.CREATED || status == Status.RUNNING;
        int pid =
                alive && state.get().process().isPresent() ? state.get().process().get().pid() : 0;
        return new Seen(state.get(), status, pid);
    }
}
