package slipway.image;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import slipway.jail.TreeRemoval;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.runtime.OwnIds;
import slipway.unionfs.ContentStore;
import slipway.unionfs.LateWork;
import slipway.unionfs.Marks;
import slipway.unionfs.Owners;

/**
 * Which owners this user's images and containers can have, and who can give files to them and
 * remove such files: root himself; or, for a user with subordinate ids, a process in a user
 * namespace, which is started when it is first needed. An effect.
 */
public final class ImageIds implements ContentStore.Removal, AutoCloseable {
    private final HostFacts host;
    private @Nullable Launcher launcher;
    private @Nullable OwnIds ids;

    public ImageIds(HostFacts host) {
        this.host = host;
    }

    /** What becomes of the owners of files in layers. */
    public Owners owners() {
        if (host.privileged()) return Owners.KEPT;
        return host.users().isEmpty() ? Owners.SQUASHED : Owners.MAPPED;
    }

    Marks marks() {
        return host.privileged() ? Marks.TRUSTED : Marks.USER;
    }

    /** Does what could not be done to a layer's files from outside of the user namespace. */
    void finish(LateWork work, Path tree) {
        work.doneBy(ids().kernel(), tree);
    }

    @Override
    public void remove(Path tree) throws IOException {
        if (owners() == Owners.MAPPED) ids().remove(tree);
        else TreeRemoval.remove(tree);
    }

    private OwnIds ids() {
        OwnIds open = ids;
        if (open != null) return open;
        Launcher starter = new Launcher();
        launcher = starter;
        open = OwnIds.open(starter, host);
        ids = open;
        return open;
    }

    @Override
    public void close() {
        OwnIds closing = ids;
        Launcher starter = launcher;
        ids = null;
        launcher = null;
        if (closing != null) closing.close();
        if (starter != null) starter.close();
    }
}
