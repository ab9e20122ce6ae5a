package slipway.runtime.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.oci.Hooks;

/**
 * What is written down about a container.
 *
 * @param ociVersion of its configuration
 * @param bundle absolute
 * @param rootfs absolute
 * @param createdMillis since 1970
 * @param process its first process, once its world is complete
 * @param started whether its program was started
 * @param ownPids whether it has a PID namespace of its own, so that all ends with its first process
 * @param groups the directories of its cgroup
 * @param hooks those that are still to come
 */
public record ContainerState(
        String ociVersion,
        String id,
        String bundle,
        String rootfs,
        long createdMillis,
        Optional<ProcessIdentity> process,
        boolean started,
        boolean ownPids,
        List<Group> groups,
        Hooks hooks,
        Map<String, String> annotations) {
    /** Of the file's format. A newer one is not read. */
    public static final int VERSION = 1;

    public ContainerState {
        groups = List.copyOf(groups);
    }

    /**
     * The directory of a cgroup in one hierarchy.
     *
     * @param unified whether of version 2
     */
    public record Group(String directory, boolean unified) {}

    public ContainerState created(ProcessIdentity first) {
        return with(Optional.of(first), false);
    }

    public ContainerState startedNow() {
        return with(process, true);
    }

    private ContainerState with(Optional<ProcessIdentity> first, boolean running) {
        return new ContainerState(
                ociVersion,
                id,
                bundle,
                rootfs,
                createdMillis,
                first,
                running,
                ownPids,
                groups,
                hooks,
                annotations);
    }
}
