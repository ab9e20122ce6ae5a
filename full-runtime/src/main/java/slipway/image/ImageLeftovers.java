package slipway.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.FileLock;
import slipway.runtime.HostFacts;
import slipway.runtime.Leftovers;

/** What broken-off loads and killed containers have left in the store of images. */
public final class ImageLeftovers implements Leftovers {
    private static final String WRITTEN = "writable layer of a killed container";

    private final Path dataDirectory;
    private final HostFacts host;

    public ImageLeftovers(Path dataDirectory, HostFacts host) {
        this.dataDirectory = dataDirectory;
        this.host = host;
    }

    @Override
    public List<Leftover> list() {
        List<Leftover> list = new ArrayList<>();
        for (Path home : WritableLayer.abandoned(dataDirectory)) {
            list.add(Leftover.tree(WRITTEN, home));
        }
        try (ImageIds ids = new ImageIds(host)) {
            for (String left : Images.in(dataDirectory, ids).leftovers()) {
                int comma = left.indexOf(", ");
                list.add(new Leftover(left.substring(0, comma), left.substring(comma + 2), 0));
            }
        }
        return list;
    }

    /** Of the store all goes at once: what is wanted of a layer is known by looking at all. */
    @Override
    public boolean remove(Leftover leftover) throws IOException {
        try (ImageIds ids = new ImageIds(host)) {
            if (leftover.what().equals(WRITTEN)) return remove(Path.of(leftover.where()), ids);
            Images.in(dataDirectory, ids).removeLeftovers();
            return true;
        }
    }

    private static boolean remove(Path home, ImageIds ids) throws IOException {
        Optional<FileLock> lock = FileLock.exclusive(home);
        if (lock.isEmpty()) return Files.notExists(home, LinkOption.NOFOLLOW_LINKS);
        FileLock held = lock.get();
        try (held) {
            if (home.resolve(WritableLayer.STAYS).toFile().exists()) return false;
            ids.remove(home);
            return true;
        }
    }
}
