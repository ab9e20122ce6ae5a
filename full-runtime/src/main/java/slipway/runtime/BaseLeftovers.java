package slipway.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.jail.BaseRoot;
import slipway.linux.FileLock;

/** Old base root file systems, and what was left of making or removing one. */
public final class BaseLeftovers implements Leftovers {
    private final Path dataDirectory;

    public BaseLeftovers(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    @Override
    public List<Leftover> list() {
        List<Leftover> list = new ArrayList<>();
        for (Path tree : BaseRoot.outdated(dataDirectory)) {
            add(list, "outdated base root file system", tree);
        }
        for (Path tree : BaseRoot.drafts(dataDirectory)) {
            add(list, "unfinished base root file system", tree);
        }
        return list;
    }

    @Override
    public boolean remove(Leftover leftover) throws IOException {
        return BaseRoot.remove(Path.of(leftover.where()));
    }

    private static void add(List<Leftover> list, String what, Path tree) {
        Optional<FileLock> lock = FileLock.exclusive(tree);
        if (lock.isEmpty()) return;
        lock.get().close();
        list.add(Leftover.tree(what, tree));
    }
}
