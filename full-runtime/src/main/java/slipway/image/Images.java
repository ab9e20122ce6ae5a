package slipway.image;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.FileLock;
import slipway.unionfs.ContentStore;
import slipway.unionfs.Digest;
import slipway.unionfs.Marks;
import slipway.unionfs.StoreProblem;

/**
 * The images of a data directory, and what can be done with their names. An effect. Every change is
 * done or has not happened, wherever it is broken off: names change by one rename, layers and
 * configurations are complete before an image is named and are let go of after it is.
 */
public final class Images {
    private static final String DIRECTORY = "images";

    private final ContentStore store;

    public Images(ContentStore store) {
        this.store = store;
    }

    /** Where a data directory keeps its images. */
    public static Path below(Path dataDirectory) {
        return dataDirectory.resolve(DIRECTORY);
    }

    ContentStore store() {
        return store;
    }

    /** The images of a user. */
    public static Images in(Path dataDirectory, ImageIds ids) {
        return new Images(new ContentStore(below(dataDirectory), ids.marks(), ids));
    }

    /**
     * An image for a container to run on.
     *
     * @param layers its directories, the topmost first
     * @param use held for as long as the container runs: the image is not removed meanwhile
     */
    public record Used(
            ImageRecord image, ImageConfig config, List<String> layers, Marks marks, FileLock use)
            implements AutoCloseable {
        public Used {
            layers = List.copyOf(layers);
        }

        @Override
        public void close() {
            use.close();
        }
    }

    /** Who wants images that nobody runs on at the moment. */
    public interface Uses {
        /**
         * @throws RuntimeException if somebody does
         */
        void refuse(Digest image);
    }

    /** All there are, in the order in which they came. */
    public List<ImageRecord> all() {
        return ImageIndex.in(store.root()).images();
    }

    /**
     * The image of a name, or of the beginning of an id.
     *
     * @throws NoSuchImage if there is none
     */
    public ImageRecord find(String name) {
        Optional<ImageRecord> image = ImageIndex.in(store.root()).find(name);
        if (image.isEmpty()) throw missing(name, false);
        return image.get();
    }

    private NoSuchImage missing(String name, boolean toRun) {
        return new NoSuchImage(name, ImageIndex.in(store.root()).near(name), toRun);
    }

    /** What its maker says about an image, word for word. */
    public byte[] configuration(ImageRecord image) {
        try {
            return Files.readAllBytes(Path.of(store.blob(image.id())));
        } catch (IOException e) {
            throw damaged(image, "its configuration is missing");
        }
    }

    /**
     * The same, to be used.
     *
     * @throws NoSuchImage if there is none
     * @throws StoreProblem if it is not complete
     */
    public Used use(String name) {
        Optional<ImageRecord> found = ImageIndex.in(store.root()).find(name);
        if (found.isEmpty()) throw missing(name, true);
        ImageRecord image = found.get();
        Optional<FileLock> use = store.use(image.id());
        if (use.isEmpty() && !store.hasBlob(image.id())) {
            throw damaged(image, "its configuration is missing");
        }
        if (use.isEmpty()) throw missing(name, true); // it is being removed
        boolean given = false;
        try {
            ImageConfig config = ImageConfig.parse(configuration(image));
            List<String> layers = new ArrayList<>();
            for (int i = config.diffIds().size() - 1; i >= 0; i--) {
                Digest diffId = config.diffIds().get(i);
                if (!store.hasLayer(diffId))
                    throw damaged(image, "its layer " + diffId + " is missing");
                layers.add(store.layer(diffId));
            }
            given = true;
            return new Used(image, config, layers, store.marks(), use.get());
        } finally {
            if (!given) use.get().close();
        }
    }

    /**
     * Gives an image one more name, taken from whoever has it.
     *
     * @throws NoSuchImage if there is no such image
     */
    @SuppressWarnings("try") // the lock is held, and not used
    public void tag(String name, Reference newName) throws IOException {
        store.prepare();
        try (ContentStore.Draft draft = store.draft();
                FileLock held = store.lock()) {
            ImageIndex index = ImageIndex.in(store.root());
            Optional<ImageRecord> image = index.find(name);
            if (image.isEmpty()) throw missing(name, false);
            ImageRecord old = image.get();
            ImageRecord named =
                    new ImageRecord(old.id(), List.of(newName), old.bytes(), old.loaded());
            draft.replace(ImageIndex.FILE, index.with(named).json());
        }
    }

    /**
     * Takes a name away, and with the last one the image.
     *
     * @param force also if it has several names and is called by its id
     * @return what was done, a line each: {@code Untagged:}, {@code Deleted:}
     * @throws NoSuchImage if there is no such image
     * @throws StoreProblem if a container runs on it, or it has several names
     */
    @SuppressWarnings("try") // the lock is held, and not used
    public List<String> remove(String name, boolean force, Uses uses) throws IOException {
        find(name);
        try (ContentStore.Draft draft = store.draft();
                FileLock held = store.lock()) {
            ImageIndex index = ImageIndex.in(store.root());
            Optional<ImageRecord> found = index.find(name);
            if (found.isEmpty()) throw missing(name, false);
            ImageRecord image = found.get();
            Optional<Reference> called = calledBy(image, name);
            List<String> done = new ArrayList<>();
            if (called.isPresent() && image.names().size() > 1) {
                draft.replace(ImageIndex.FILE, index.without(called.get()).json());
                done.add("Untagged: " + called.get().familiar());
                return done;
            }
            if (image.names().size() > 1 && !force) {
                throw new StoreProblem(
                        "image " + image.id().brief() + " has " + image.names().size() + " names",
                        "slipway rmi with a name, or with --force for all");
            }
            for (Reference each : image.names()) done.add("Untagged: " + each.familiar());
            remove(image, index.without(image.id()), draft, uses);
            done.add("Deleted: " + image.id());
            return done;
        }
    }

    private void remove(ImageRecord image, ImageIndex left, ContentStore.Draft draft, Uses uses)
            throws IOException {
        if (!store.hasBlob(image.id())) {
            // Damaged: nothing runs on it, nothing can, and to be rid of it is the way out.
            draft.replace(ImageIndex.FILE, left.json());
            sweep(left, draft);
            return;
        }
        Optional<FileLock> alone = store.keepFromUse(image.id());
        if (alone.isEmpty()) {
            throw new StoreProblem(
                    "a container runs on image " + image.id().brief(),
                    "to end the container first");
        }
        FileLock lock = alone.get();
        try (lock) {
            // Only now: who makes a container has the image in use until that is written down.
            uses.refuse(image.id());
            draft.replace(ImageIndex.FILE, left.json());
            sweep(left, draft);
        }
    }

    /** Lets go of every blob and layer that no image of the index has. With the lock held. */
    private List<Digest> sweep(ImageIndex index, ContentStore.Draft draft) throws IOException {
        List<String> kept = new ArrayList<>();
        for (ImageRecord image : index.images()) {
            kept.add(image.id().hex());
            for (Digest diffId : ImageConfig.parse(configuration(image)).diffIds()) {
                kept.add(diffId.hex());
            }
        }
        List<Digest> dropped = new ArrayList<>();
        for (Digest layer : store.layers()) {
            if (kept.contains(layer.hex())) continue;
            draft.dropLayer(layer);
            dropped.add(layer);
        }
        for (Digest blob : store.blobs()) {
            if (!kept.contains(blob.hex())) Files.delete(Path.of(store.blob(blob)));
        }
        return dropped;
    }

    /** What was left by commands that were broken off: drafts, and layers of no image. */
    @SuppressWarnings("try") // the lock is held, and not used
    public List<String> leftovers() {
        List<String> left = new ArrayList<>();
        if (!new File(store.root()).isDirectory()) return left;
        for (Path draft : store.abandoned()) left.add("an interrupted load or rmi, " + draft);
        try (FileLock held = store.lock()) {
            ImageIndex index = ImageIndex.in(store.root());
            List<String> kept = new ArrayList<>();
            for (ImageRecord image : index.images()) {
                for (Digest id : ImageConfig.parse(configuration(image)).diffIds())
                    kept.add(id.hex());
            }
            for (Digest layer : store.layers()) {
                if (!kept.contains(layer.hex())) left.add("a layer of no image, " + layer);
            }
        }
        return left;
    }

    /** Removes them. */
    @SuppressWarnings("try") // the lock is held, and not used
    public void removeLeftovers() throws IOException {
        if (!new File(store.root()).isDirectory()) return;
        for (Path draft : store.abandoned()) store.remove(draft);
        try (ContentStore.Draft draft = store.draft();
                FileLock held = store.lock()) {
            sweep(ImageIndex.in(store.root()), draft);
        }
    }

    /** The name by which an image was called; none if it was by its id. */
    private static Optional<Reference> calledBy(ImageRecord image, String text) {
        for (String prefix : List.of("", "localhost/")) {
            try {
                Reference name = Reference.parse(prefix + text);
                if (image.has(name)) return Optional.of(name);
            } catch (Reference.NotAName e) {
                continue; // then it was the id
            }
        }
        return Optional.empty();
    }

    private static StoreProblem damaged(ImageRecord image, String what) {
        return new StoreProblem(
                "image " + image.id().brief() + " is damaged: " + what,
                "slipway rmi --force " + image.id().brief() + ", and load it again");
    }

    /** Also for who is to be told that a file is needed. */
    static UncheckedIOException failed(String doing, IOException cause) {
        return new UncheckedIOException(doing + ": " + cause.getMessage(), cause);
    }
}
