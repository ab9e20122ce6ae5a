package slipway.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.jail.TreeRemoval;
import slipway.linux.FileLock;
import slipway.runtime.Leftovers;

/** Folders that a killed {@link Battery} has left. */
public final class SceneLeftovers implements Leftovers {
    private final Path parent;
    private final long uid;

    /**
     * @param parent as given to the batteries
     * @param uid whose they are
     */
    public SceneLeftovers(Path parent, long uid) {
        this.parent = parent;
        this.uid = uid;
    }

    @Override
    public List<Leftover> list() {
        List<Leftover> list = new ArrayList<>();
        try (DirectoryStream<Path> scenes =
                Files.newDirectoryStream(parent, Battery.FOLDER + "*")) {
            for (Path scene : scenes) {
                // Of others it is not ours to say; and in /tmp everybody can make such a name.
                if (!isOurs(scene)) continue;
                Optional<FileLock> lock = FileLock.exclusive(scene);
                if (lock.isEmpty()) continue;
                lock.get().close();
                list.add(Leftover.tree("scene of a killed attack", scene));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("looking for leftovers in " + parent, e);
        }
        return list;
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException {
        Path scene = Path.of(leftover.where());
        Optional<FileLock> lock = FileLock.exclusive(scene);
        if (lock.isEmpty()) return Files.notExists(scene, LinkOption.NOFOLLOW_LINKS);
        FileLock held = lock.get();
        try (held) {
            TreeRemoval.remove(scene);
            return true;
        }
    }

    private boolean isOurs(Path scene) throws IOException {
        if (!Files.isDirectory(scene, LinkOption.NOFOLLOW_LINKS)) return false;
        Object owner = Files.getAttribute(scene, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner.equals((int) uid);
    }
}
