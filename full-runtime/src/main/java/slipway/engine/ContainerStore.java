package slipway.engine;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import slipway.image.ImageIds;
import slipway.image.Images;
import slipway.image.WritableLayer;
import slipway.linux.FileLock;
import slipway.unionfs.Digest;

/**
 * The containers of a data directory that stay. An effect.
 *
 * <pre>
 *   DATA/containers/ID/config.json   what it is; with this file it exists
 *   DATA/containers/ID/state.json    its last run
 *   DATA/containers/ID/log, log.1    what it has printed
 *   DATA/containers/ID/exit          how the last run ended, written by its keeper
 *   DATA/containers/ID/upper/        what it has written
 *   DATA/names/NAME -> ID
 * </pre>
 */
public final class ContainerStore implements Images.Uses {
    private final Path data;
    private final ContainerNames names;

    public ContainerStore(Path dataDirectory) {
        this.data = dataDirectory;
        this.names = new ContainerNames(dataDirectory);
    }

    private Path containers() {
        return data.resolve(WritableLayer.DIRECTORY);
    }

    /** All there are, in the order of their ids. */
    public List<KeptContainer> all() {
        List<KeptContainer> all = new ArrayList<>();
        String[] ids = ids();
        Arrays.sort(ids);
        Path home = containers();
        String beginning = home + "/";
        for (String id : ids) {
            // As text, for what Path would take for five hundred of them can be noticed.
            if (!new File(beginning + id + "/" + WritableLayer.STAYS).exists()) continue;
            all.add(new KeptContainer(home.resolve(id)));
        }
        return all;
    }

    private String[] ids() {
        String[] ids = containers().toFile().list();
        return ids == null ? new String[0] : ids;
    }

    private boolean exists(String id) {
        return containers().resolve(id).resolve(WritableLayer.STAYS).toFile().exists();
    }

    /**
     * The container of a name, of an id, or of the beginning of one.
     *
     * @throws EngineProblem if there is none, or more than one
     */
    public KeptContainer find(String text) {
        Optional<String> named = names.id(text);
        if (named.isPresent() && exists(named.get())) {
            return new KeptContainer(containers().resolve(named.get()));
        }
        List<KeptContainer> found = new ArrayList<>();
        for (String id : ids()) {
            if (text.isEmpty() || !id.startsWith(text) || !exists(id)) continue;
            found.add(new KeptContainer(containers().resolve(id)));
        }
        if (found.isEmpty()) throw EngineProblem.missing(text);
        if (found.size() == 1) return found.get(0);
        throw new EngineProblem(
                "the id " + text + " is that of " + found.size() + " containers",
                "more digits of it");
    }

    /**
     * Makes one. It can be found from now on; nothing runs yet.
     *
     * @param layer made for it just now; on failure the caller removes it
     * @return the right to change it
     * @throws EngineProblem if the name is another's
     */
    public FileLock create(KeptConfig config, WritableLayer layer) throws IOException {
        names.claim(config.name(), config.id());
        boolean done = false;
        try {
            KeptContainer container = new KeptContainer(layer.home());
            KeptStart.makeFiles(container, config);
            container.write(config);
            done = true;
            return layer.keep();
        } finally {
            if (!done) names.release(config.name(), config.id());
        }
    }

    /** A name for one, which nobody had a moment ago. */
    public String freshName() {
        return names.fresh();
    }

    /** By its id, as its keeper knows it. */
    public KeptContainer ofId(String id) {
        KeptContainer container = new KeptContainer(containers().resolve(id));
        if (container.home().toFile().isDirectory()) return container;
        throw EngineProblem.missing(id);
    }

    /** Gives it another name. */
    public void rename(KeptContainer container, String name) throws IOException {
        FileLock held = container.lock();
        try (held) {
            KeptConfig config = container.config();
            if (config.name().equals(name)) return;
            names.claim(name, config.id());
            container.write(config.named(name));
            names.release(config.name(), config.id());
        }
    }

    /**
     * Takes away all that is kept about one which does not run. The lock is the caller's.
     *
     * @throws EngineProblem if it runs
     */
    public void remove(KeptContainer container, ImageIds ids) throws IOException {
        KeptConfig config = container.config();
        if (container.running().isPresent()) {
            throw new EngineProblem(
                    "container " + config.name() + " is running",
                    "slipway stop " + config.name() + ", or slipway rm -f");
        }
        Reconciliation.end(container);
        names.release(config.name(), config.id());
        java.nio.file.Files.deleteIfExists(container.home().resolve(WritableLayer.STAYS));
        ids.remove(container.home());
    }

    @Override
    public void refuse(Digest image) {
        for (KeptContainer container : all()) {
            KeptConfig config = container.config();
            if (!config.imageId().equals(image.toString())) continue;
            throw new EngineProblem(
                    "container " + config.name() + " was made of image " + image.brief(),
                    "slipway rm " + config.name());
        }
    }

    /** Names of containers that are no more. */
    List<Path> staleNames() {
        return names.stale();
    }
}
