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
 * with the container; one whose lock nobody holds was left by a crash, unless a file {@code
 * config.json} in it says that the container is to stay.
 *
 * <pre>
 *   DATA/containers/ID/upper/…     what it has written
 *   DATA/containers/ID/work/       overlayfs's own
 *   DATA/containers/ID/root/       empty: where it sees its tree, in its own mount namespace
 * </pre>
 */
public final class WritableLayer implements AutoCloseable {
    /** Where a data directory has them. */
    public static final String DIRECTORY = "containers";

    /** Written by who wants one to stay when nobody holds its lock. */
    public static final String STAYS = "config.json";

    private final Path home;
    private final ImageIds ids;
    private @Nullable FileLock lock;

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

    /** One that stays, made earlier: it does not go when this is closed. */
    public static WritableLayer kept(Path home, ImageIds ids) {
        return new WritableLayer(home, ids, null);
    }

    /**
     * Makes it ready to be mounted once more: overlayfs does not take a work directory again that
     * it has had as volatile.
     */
    public void renew() throws IOException {
        Path work = home.resolve("work");
        if (work.toFile().exists()) ids.remove(work);
        Files.createDirectory(work);
    }

    /** Its folder. */
    public Path home() {
        return home;
    }

    /** Lets it stay, and gives the lock to the caller. */
    public FileLock keep() {
        FileLock held = lock;
        if (held == null) throw new IllegalStateException(home + " was not made just now");
        lock = null;
        return held;
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

    /** The same on a directory that is there as it is. */
    public Overlay over(List<String> layers) {
        return over(layers, ids.marks());
    }

    /** Folders of containers that are no more. */
    static List<Path> abandoned(Path dataDirectory) {
        List<Path> abandoned = new ArrayList<>();
        Path parent = dataDirectory.resolve(DIRECTORY);
        String[] names = parent.toFile().list();
        if (names == null) return abandoned;
        for (String name : names) {
            Path home = parent.resolve(name);
            if (home.resolve(STAYS).toFile().exists()) continue;
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
