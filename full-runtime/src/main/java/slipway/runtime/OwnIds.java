package slipway.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import slipway.jail.NotRemoved;
import slipway.jail.TreeListing;
import slipway.jail.TreeRemoval;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.launch.KernelProcess;
import slipway.plan.launch.Launcher;

/**
 * The kernel, as it answers to who has all the ids that his containers can have. With it files of
 * any of these owners can be made, listed, given away and removed. An effect.
 *
 * <ul>
 *   <li>For root, and for an ordinary user of a single id, it is simply the kernel.
 *   <li>For an ordinary user with subordinate ids a process in a user namespace with the same maps
 *       as his containers makes the calls. Ids are the containers': 0 is the user himself.
 * </ul>
 */
public final class OwnIds implements AutoCloseable {
    private final Optional<KernelProcess> process;

    private OwnIds(Optional<KernelProcess> process) {
        this.process = process;
    }

    /**
     * Ready for calls.
     *
     * @throws slipway.plan.ToolFailed when newuidmap refuses what /etc/subuid grants
     */
    public static OwnIds open(Launcher launcher, HostFacts host) {
        if (!host.hasRanges()) return new OwnIds(Optional.empty());
        return new OwnIds(
                Optional.of(
                        KernelProcess.inUserNamespace(
                                launcher,
                                IdMapPlanner.mapRanges(
                                        host.uid(), host.gid(), host.users(), host.groups()),
                                IdMapPlanner.becomeRoot(true))));
    }

    /** Paths given to it must be absolute; descriptors that it returns are numbers for it only. */
    public Kernel kernel() {
        return process.isPresent() ? process.get().kernel() : LinuxKernel.INSTANCE;
    }

    /** {@link TreeRemoval#remove(Kernel, Path)}, whichever of our ids the files belong to. */
    public void remove(Path tree) throws NotRemoved {
        TreeRemoval.remove(kernel(), tree.toAbsolutePath());
    }

    /** {@link TreeListing#of}, whichever of our ids the files belong to. */
    public List<TreeListing.Entry> list(Path tree) {
        return TreeListing.of(kernel(), tree.toAbsolutePath());
    }

    @Override
    public void close() {
        if (process.isPresent()) process.get().close();
    }
}
