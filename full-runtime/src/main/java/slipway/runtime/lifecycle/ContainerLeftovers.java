package slipway.runtime.lifecycle;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.runtime.Leftovers;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.StateDirectory;
import slipway.runtime.state.StateRoot;
import slipway.runtime.state.Status;

/**
 * Containers whose making was broken off by the death of their maker: a state directory that nobody
 * has locked and that knows no process, and the cgroup that is named in it. A container that was
 * made and has ended is none: its engine may still ask for it, and deletes it.
 */
public final class ContainerLeftovers implements Leftovers {
    private static final String WHAT = "container that was never completed";

    private final StateRoot root;

    public ContainerLeftovers(StateRoot root) {
        this.root = root;
    }

    @Override
    public List<Leftover> list() {
        List<Leftover> found = new ArrayList<>();
        for (String id : root.ids()) {
            try (StateDirectory directory = root.find(id)) {
                Optional<ContainerState> state = directory.read();
                if (isLeft(directory, state, false)) {
                    found.add(new Leftover(WHAT, root.path() + "/" + id, 0));
                }
            } catch (ContainerProblem e) {
                if (!e.isMissing()) throw e; // it has just been removed
            }
        }
        return found;
    }

    private static boolean isLeft(
            StateDirectory directory, Optional<ContainerState> state, boolean ours) {
        boolean made = state.isPresent() && state.get().process().isPresent();
        return !made && directory.status(state, ours) == Status.STOPPED;
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException {
        String id = leftover.where().substring(leftover.where().lastIndexOf('/') + 1);
        try (StateDirectory directory = root.lock(id)) {
            Optional<ContainerState> state = directory.read();
            if (!isLeft(directory, state, true)) return false;
            if (state.isPresent()) Cgroup.existing(ContainerGroup.places(state.get())).close();
            directory.remove();
            return true;
        } catch (ContainerProblem e) {
            if (e.isMissing()) return true;
            throw e;
        }
    }
}
