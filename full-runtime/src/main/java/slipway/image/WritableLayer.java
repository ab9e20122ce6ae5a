package slipway.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.linux.FileLock;
import slipway.unionfs.Marks;
import slipway.unionfs.Overlay;

/**
 * What one container writes: the folder that lies on top of its image's layers. An effect. It goes
 * with the container; one whose lock nobody holds was left by a crash.
 *
 * <pre>
 *   DATA/containers/ID/upper/…     what it has written
 *   DATA/containers/ID/work/       overlayfs's own
 *   DATA/containers/ID/root/       empty: where it sees its tree, in its own mount namespace
 * </pre>
 */
public final class WritableLayer implements AutoCloseable {
    private static final String DIRECTORY = "containers";

    private final Path home;
    private final ImageIds ids;
    private final @Nullable FileLock lock;

    private WritableLayer(Path home, ImageIds ids, @Nullable FileLock lock) {
        this.home = home;
        this.ids = ids;
        this.lock = lock;
    }

    /** As it would be. */
    public static WritableLayer notMade(Path dataDirectory, String id, ImageIds ids) {
        return new WritableLayer(dataDirectory.resolve(DIRECTORY).resolve(id), ids, null);
    }

    /**
     * Makes it; it is ours until it is closed.
     *
     * @param id no other container's
     */
    public static WritableLayer make(Path dataDirectory, String id, ImageIds ids)
            throws IOException {
        Path home = dataDirectory.resolve(DIRECTORY).resolve(id);
        File parent = dataDirectory.resolve(DIRECTORY).toFile();
        if (!parent.isDirectory()) Files.createDirectories(parent.toPath());
        Files.createDirectory(home);
        FileLock lock = lock(home);
        Files.setAttribute(home, "unix:mode", 0700);
        for (String name : List.of("upper", "work", "root")) {
            Files.createDirectory(home.resolve(name));
        }
        Files.setAttribute(home.resolve("upper"), "unix:mode", 0755); // the container's root's mode
        return new WritableLayer(home, ids, lock);
    }

    /** Whoever collects leftovers may have been quicker. */
    private static FileLock lock(Path home) throws IOException {
        Optional<FileLock> lock = FileLock.exclusive(home);
        if (lock.isPresent()) return lock.get();
        throw new IOException(home + " was removed by somebody else. Try: again");
    }

    /** The tree that the container sees. */
    public Overlay over(List<String> layers, Marks marks) {
        return new Overlay(layers, home.resolve("root").toString(), home.toString(), marks);
    }

    /** All of it. */
    public Path home() {
        return home;
    }

    /**
     * Removes one whose maker is no more.
     *
     * @param home as {@link #home()} was there; nothing happens if somebody has removed it
     */
    public static void removeAt(Path home, ImageIds ids) throws IOException {
        Optional<FileLock> lock = FileLock.exclusive(home);
        if (lock.isEmpty()) return;
        new WritableLayer(home, ids, lock.get()).close();
    }

    /** Folders of containers that are no more. */
    static List<Path> abandoned(Path dataDirectory) {
        List<Path> abandoned = new ArrayList<>();
        Path parent = dataDirectory.resolve(DIRECTORY);
        String[] names = parent.toFile().list();
        if (names == null) return abandoned;
        for (String name : names) {
            Path home = parent.resolve(name);
            Optional<FileLock> free = FileLock.exclusive(home);
            if (free.isEmpty()) continue;
            free.get().close();
            abandoned.add(home);
        }
        return abandoned;
    }

    @Override
    public void close() throws IOException {
        FileLock held = lock;
        if (held == null) return;
        try (held) {
            ids.remove(home);
        } finally {
            ids.close();
        }
    }
}
