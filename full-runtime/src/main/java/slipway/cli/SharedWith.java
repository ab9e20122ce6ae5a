package slipway.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.ContainerStore;
import slipway.engine.EngineProblem;
import slipway.engine.KeptContainer;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.StateRoot;

/**
 * Whose namespaces a container is to share: {@code container:ID}, {@code pid:N}, {@code ns:PATH} or
 * the path alone. Remembers which processes it has found, to be asked again once their namespaces
 * are open: until then a number can come to mean another process.
 */
final class SharedWith {
    private final List<ProcessIdentity> found = new ArrayList<>();

    /**
     * The wish that a value is.
     *
     * @return empty if it speaks of none that is there
     */
    Optional<NamespaceRequest> request(Namespace kind, String value) {
        if (value.startsWith("/")) return Optional.of(new NamespaceRequest.Join(kind, value));
        int colon = value.indexOf(':');
        String how = colon < 0 ? value : value.substring(0, colon);
        String whom = colon < 0 ? "" : value.substring(colon + 1);
        boolean named = !whom.isEmpty();
        if (how.equals("ns") && named) {
            return Optional.of(new NamespaceRequest.Join(kind, whom));
        }
        if (how.equals("pid") && named) {
            ProcessIdentity process = process(kind, value, whom);
            if (process.startTicks() >= 0) found.add(process);
            return Optional.of(process(kind, process.pid()));
        }
        if (how.equals("container") && named) return Optional.of(container(kind, value, whom));
        return Optional.empty();
    }

    /**
     * The same in words that mean nobody else tomorrow: a container by its id, a process with the
     * time at which it began.
     */
    static String lasting(Namespace kind, String value) {
        String whom = value.substring(value.indexOf(':') + 1);
        if (value.startsWith("container:")) {
            Optional<KeptContainer> kept = kept(whom);
            return kept.isPresent() ? "container:" + kept.get().id() : value;
        }
        if (value.startsWith("ns:")) return "ns:" + new File(whom).getAbsolutePath();
        if (!value.startsWith("pid:")) return value;
        ProcessIdentity named = process(kind, value, whom);
        if (named.startTicks() >= 0 || !new File("/proc/" + named.pid()).exists()) return value;
        return "pid:" + named.pid() + "@" + ProcessIdentity.of(named.pid()).startTicks();
    }

    /** A process, and when it began; -1 if that is not said. */
    private static ProcessIdentity process(Namespace kind, String value, String whom) {
        int at = whom.indexOf('@');
        try {
            return at < 0
                    ? new ProcessIdentity(Integer.parseUnsignedInt(whom), -1)
                    : new ProcessIdentity(
                            Integer.parseUnsignedInt(whom.substring(0, at)),
                            Long.parseUnsignedLong(whom.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw new UsageError(
                    IsolationOptions.option(kind) + " " + value + " is not understood",
                    "pid: and the number of a process");
        }
    }

    private static NamespaceRequest process(Namespace kind, int pid) {
        return new NamespaceRequest.Join(kind, "/proc/" + pid + "/ns/" + kind.procName());
    }

    private NamespaceRequest container(Namespace kind, String value, String id) {
        ProcessIdentity first = first(kind, value, id);
        found.add(first);
        return process(kind, first.pid());
    }

    private static ProcessIdentity first(Namespace kind, String value, String id) {
        Optional<KeptContainer> kept = kept(id);
        if (kept.isEmpty()) return firstOfOci(kind, value, id);
        Optional<ProcessIdentity> running = kept.get().running();
        if (running.isPresent()) return running.get();
        throw notRunning(IsolationOptions.option(kind) + " " + value);
    }

    private static Optional<KeptContainer> kept(String id) {
        try {
            return Optional.of(new ContainerStore(ImageCommands.dataDirectory()).find(id));
        } catch (EngineProblem e) {
            if (!e.isMissing()) throw e;
            return Optional.empty();
        }
    }

    private static ProcessIdentity firstOfOci(Namespace kind, String value, String id) {
        Optional<ContainerState> state;
        try (StateDirectory directory = StateRoot.usual().find(id)) {
            state = directory.read();
        } catch (ContainerProblem e) {
            throw new UsageError(
                    IsolationOptions.option(kind) + " " + value + ": there is no such container",
                    "slipway ps, or slipway oci list");
        }
        if (state.isPresent() && state.get().process().isPresent()) {
            ProcessIdentity process = state.get().process().get();
            if (process.isRunning()) return process;
        }
        throw notRunning(IsolationOptions.option(kind) + " " + value);
    }

    private static UsageError notRunning(String what) {
        return new UsageError(what + ": that container does not run", "slipway ps -a");
    }

    /**
     * To be called when everything is open.
     *
     * @throws UsageError if one of the processes has ended, or is another by now
     */
    void check() {
        for (ProcessIdentity each : found) {
            if (each.isRunning()) continue;
            throw new UsageError(
                    "process " + each.pid() + " with which it was to share has ended",
                    "slipway ns");
        }
    }
}
