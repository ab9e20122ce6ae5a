package slipway.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.image.ImageIds;
import slipway.image.WritableLayer;
import slipway.linux.FileLock;
import slipway.runtime.HostFacts;
import slipway.runtime.Leftovers;

/**
 * What keepers could not take away because they were killed: control groups of containers that have
 * ended, containers that were to go with their end, and names of containers that are no more.
 */
public final class KeptLeftovers implements Leftovers {
    private static final String GROUP = "control group of a container that has ended";
    private static final String REMOVED = "container that was to go with its end";
    private static final String NAME = "name of a container that is no more";

    private final ContainerStore store;
    private final HostFacts host;

    public KeptLeftovers(Path dataDirectory, HostFacts host) {
        this.store = new ContainerStore(dataDirectory);
        this.host = host;
    }

    @Override
    public List<Leftover> list() {
        List<Leftover> list = new ArrayList<>();
        for (KeptContainer container : store.all()) {
            if (!hasEnded(container)) continue;
            String home = container.home().toString();
            if (container.config().remove() && container.run().process().isPresent()) {
                list.add(Leftover.tree(REMOVED, container.home()));
            } else if (!container.run().groups().isEmpty()) {
                list.add(new Leftover(GROUP, home, 0));
            }
        }
        for (Path name : store.staleNames()) list.add(new Leftover(NAME, name.toString(), 0));
        return list;
    }

    /** And nobody is at it. */
    private static boolean hasEnded(KeptContainer container) {
        Optional<FileLock> free = FileLock.exclusive(container.home());
        if (free.isEmpty()) return false;
        FileLock held = free.get();
        try (held) {
            if (!container.home().resolve(WritableLayer.STAYS).toFile().exists()) return false;
            KeptRun run = container.run();
            return container.running().isEmpty() && container.keeper(run).isEmpty();
        }
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException {
        Path path = Path.of(leftover.where());
        if (leftover.what().equals(NAME)) {
            if (!store.staleNames().contains(path)) return false;
            return Files.deleteIfExists(path);
        }
        KeptContainer container = new KeptContainer(path);
        if (!hasEnded(container)) return false;
        FileLock held = container.lock();
        try (held;
                ImageIds ids = new ImageIds(host)) {
            if (leftover.what().equals(REMOVED)) store.remove(container, ids);
            else Reconciliation.end(container);
            return true;
        }
    }
}
