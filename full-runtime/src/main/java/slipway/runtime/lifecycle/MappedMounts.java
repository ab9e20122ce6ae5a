package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.linux.Fd;
import slipway.linux.IdMap;
import slipway.linux.SyscallException;
import slipway.namespaces.IdMaps;
import slipway.oci.InvalidSpec;
import slipway.oci.LinuxSpec;
import slipway.oci.MountSpec;
import slipway.oci.Spec;
import slipway.plan.launch.Launcher;
import slipway.runtime.HostFacts;
import slipway.runtime.IdmappedMounts;
import slipway.runtime.UserNamespace;

/** Makes the mounts of a configuration whose files have other owners than on the disk. */
final class MappedMounts {
    private MappedMounts() {}

    /** Gives the process a descriptor, and says under which number. */
    interface Giving {
        int put(Fd fd);
    }

    /**
     * @return for each of them, by its place in the list, the number that it was given
     */
    static Map<Integer, Integer> show(
            Launcher launcher,
            Spec spec,
            CreateRequest request,
            HostFacts host,
            List<String> warnings,
            Giving giving) {
        Map<Integer, Integer> shown = new HashMap<>();
        for (int i = 0; i < spec.mounts().size(); i++) {
            MountSpec mount = spec.mounts().get(i);
            if (!mount.isMapped()) continue;
            String key = "mounts[" + i + "]";
            if (!mount.isBind()) {
                throw new InvalidSpec(key, "idmap of a new file system", "a bind mount");
            }
            if (!host.privileged() || !UserNamespace.isFirst()) {
                warnings.add(
                        key
                                + " is shown with the owners that its files have: only root outside of"
                                + " every user namespace may map ids");
                continue;
            }
            shown.put(i, giving.put(show(launcher, spec, mount, key, request.bundle())));
        }
        return shown;
    }

    private static Fd show(
            Launcher launcher, Spec spec, MountSpec mount, String key, String bundle) {
        boolean own = mount.uidMappings().isEmpty();
        List<LinuxSpec.IdMapping> users = spec.linux().uidMappings();
        List<LinuxSpec.IdMapping> groups = spec.linux().gidMappings();
        if (own && (users.isEmpty() || groups.isEmpty())) {
            throw new InvalidSpec(
                    key,
                    "idmap without mappings",
                    "uidMappings and gidMappings, of the mount or of a user namespace");
        }
        IdMaps ids =
                own
                        ? new IdMaps(map(users), map(groups))
                        : new IdMaps(map(mount.uidMappings()), map(mount.gidMappings()));
        String source = WishList.absolute(mount.source(), bundle);
        MountOptions options = MountOptions.of(key, mount.options());
        boolean all = mount.options().contains("ridmap");
        try (IdmappedMounts maps = IdmappedMounts.of(launcher, ids)) {
            return maps.show(source, options.below() || all, all);
        } catch (SyscallException e) {
            throw new LifecycleProblem(key + ": " + source + ": " + e.getMessage(), 125, e);
        }
    }

    private static IdMap map(List<LinuxSpec.IdMapping> mappings) {
        List<IdMap.Range> ranges = new ArrayList<>();
        for (LinuxSpec.IdMapping each : mappings) {
            ranges.add(new IdMap.Range(each.containerId(), each.hostId(), each.size()));
        }
        return new IdMap(ranges);
    }
}
