package slipway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.engine.ContainerStore;
import slipway.engine.EngineProblem;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespaceRequest;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.StateRoot;

/**
 * Whose namespaces a container is to share: {@code host}, {@code container:ID}, {@code pid:N} or
 * {@code ns:PATH}. Remembers which processes it has found, to be asked again once their namespaces
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
        int colon = value.indexOf(':');
        String how = colon < 0 ? value : value.substring(0, colon);
        String whom = colon < 0 ? "" : value.substring(colon + 1);
        boolean named = !whom.isEmpty();
        if (how.equals("ns") && named) {
            return Optional.of(new NamespaceRequest.Join(kind, whom));
        }
        if (how.equals("pid") && named)
            return Optional.of(process(kind, number(kind, value, whom)));
        if (how.equals("container") && named) return Optional.of(container(kind, value, whom));
        return Optional.empty();
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
        try {
            Optional<ProcessIdentity> kept =
                    new ContainerStore(ImageCommands.dataDirectory()).find(id).running();
            if (kept.isPresent()) return kept.get();
            throw notRunning(IsolationOptions.option(kind) + " " + value);
        } catch (EngineProblem e) {
            if (!e.isMissing()) throw e;
        }
        return firstOfOci(kind, value, id);
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
        return new UsageError(what + ": that container does not run", "slipway ps");
    }

    private static int number(Namespace kind, String value, String pid) {
        try {
            return Integer.parseUnsignedInt(pid);
        } catch (NumberFormatException e) {
            throw new UsageError(
                    IsolationOptions.option(kind) + " " + value + " is not understood",
                    "pid: and the number of a process");
        }
    }

    /**
     * To be called when everything is open.
     *
     * @throws UsageError if one of the containers has ended meanwhile
     */
    void check() {
        for (ProcessIdentity each : found) {
            if (!each.isRunning()) throw notRunning("process " + each.pid());
        }
    }
}
