package slipway.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import slipway.engine.ContainerStore;
import slipway.engine.KeptContainer;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.StateRoot;

/** Which containers run, of those that are written down. */
final class RunningContainers {
    private RunningContainers() {}

    /** Their names, by the number of the first process of each. */
    static Map<Integer, String> byFirstProcess() {
        Map<Integer, String> names = new HashMap<>();
        for (KeptContainer each : new ContainerStore(ImageCommands.dataDirectory()).all()) {
            Optional<ProcessIdentity> kept = each.running();
            if (kept.isPresent()) names.put(kept.get().pid(), each.config().name());
        }
        StateRoot root = StateRoot.usual();
        for (String id : root.ids()) {
            Optional<ProcessIdentity> first = first(root, id);
            if (first.isPresent() && first.get().isRunning()) names.put(first.get().pid(), id);
        }
        return names;
    }

    private static Optional<ProcessIdentity> first(StateRoot root, String id) {
        try (StateDirectory directory = root.find(id)) {
            Optional<ContainerState> state = directory.read();
            return state.isPresent() ? state.get().process() : Optional.empty();
        } catch (ContainerProblem e) {
            return Optional.empty(); // it has been deleted meanwhile, or its state cannot be read
        }
    }
}
