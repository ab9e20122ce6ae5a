package slipway.runtime.lifecycle;

import java.util.List;
import java.util.Map;
import slipway.linux.Arch;
import slipway.namespaces.Namespace;
import slipway.oci.ProcessSpec;
import slipway.runtime.HostFacts;

/**
 * What a plan needs to know besides the configuration.
 *
 * @param mayMakeNodes whether mknod makes devices: not in a user namespace
 * @param unguarded whether a node that the container made would open a device that no controller
 *     guards: in the first user namespace, without a devices controller of version 1
 * @param bundle absolute
 * @param rootfs absolute
 * @param files sources of bind mounts that are files, and not folders
 * @param rlimits those that can be set here
 * @param groups where the container's own groups are
 * @param console the number of the socket to which the terminal goes; -1 for none
 * @param joined the numbers of the descriptors of namespaces that the process is to go to itself
 * @param mapped for each mount whose ids are mapped, by its place in the list, the number of the
 *     descriptor that stands for it
 */
public record SpecFacts(
        Arch arch,
        HostFacts host,
        boolean mayMakeNodes,
        boolean unguarded,
        String bundle,
        String rootfs,
        List<String> files,
        List<ProcessSpec.Rlimit> rlimits,
        List<CgroupMount> groups,
        int console,
        Map<Namespace, Integer> joined,
        Map<Integer, Integer> mapped) {
    public SpecFacts {
        files = List.copyOf(files);
        rlimits = List.copyOf(rlimits);
        groups = List.copyOf(groups);
    }

    /**
     * One hierarchy, as a container sees it.
     *
     * @param name of its folder in /sys/fs/cgroup; empty for the one of a pure version 2
     * @param directory of the container's group
     * @param controllers for a mount of its own; of version 1
     */
    public record CgroupMount(String name, String directory, String controllers, boolean unified) {}
}
