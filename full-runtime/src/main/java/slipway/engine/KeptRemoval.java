package slipway.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import slipway.image.ImageIds;
import slipway.linux.Constants;
import slipway.linux.FileLock;
import slipway.linux.PidFd;
import slipway.runtime.state.ProcessIdentity;

/** Removes containers, one after the other or many at once. */
public final class KeptRemoval {
    private final ContainerStore store;
    private final ImageIds ids;

    public KeptRemoval(ContainerStore store, ImageIds ids) {
        this.store = store;
        this.ids = ids;
    }

    /**
     * Kills all of them before anybody waits for one: each takes some milliseconds to end, and they
     * can do that at the same time. What is wrong with one is told when it is removed.
     */
    public void killAll(List<String> names) {
        for (String name : names) {
            try {
                kill(store.find(name));
            } catch (EngineProblem e) {
                continue; // remove() tells
            }
        }
    }

    private static void kill(KeptContainer container) {
        try (FileLock held = container.lock()) {
            if (held.fd().number() < 0) return;
            container.write(container.run().stoppedNow());
            Optional<PidFd> process = container.running().flatMap(ProcessIdentity::open);
            if (process.isEmpty()) return;
            try (PidFd running = process.get()) {
                running.signal(Constants.SIGKILL);
            }
        }
    }

    /**
     * Removes one.
     *
     * @throws EngineProblem if it runs and is not to be killed
     */
    public void remove(String name, boolean force) {
        KeptContainer container = store.find(name);
        FileLock held = container.lock();
        try (held) {
            if (force) Stopping.kill(container);
            store.remove(container, ids);
        } catch (IOException e) {
            throw new UncheckedIOException("removing " + name + ": " + e.getMessage(), e);
        }
    }
}
