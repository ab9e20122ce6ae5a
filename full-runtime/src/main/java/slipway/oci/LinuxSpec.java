package slipway.oci;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.IdMap;

/**
 * What only Linux has.
 *
 * @param rootfsPropagation empty where nothing is said
 * @param cgroupsPath empty where nothing is said
 * @param sysctl names with dots, as sysctl(8) has them
 * @param timeOffsets by clock: monotonic, boottime
 */
public record LinuxSpec(
        List<NamespaceSpec> namespaces,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        List<DeviceSpec> devices,
        String cgroupsPath,
        Resources resources,
        String rootfsPropagation,
        Map<String, String> sysctl,
        Optional<Seccomp> seccomp,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        Map<String, TimeOffset> timeOffsets) {
    public static final LinuxSpec NONE =
            new LinuxSpec(
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "",
                    Resources.NONE,
                    "",
                    Map.of(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Map.of());

    public LinuxSpec {
        namespaces = List.copyOf(namespaces);
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
        devices = List.copyOf(devices);
        maskedPaths = List.copyOf(maskedPaths);
        readonlyPaths = List.copyOf(readonlyPaths);
        Check.absolute("linux.maskedPaths", maskedPaths);
        Check.absolute("linux.readonlyPaths", readonlyPaths);
        Check.noNul("linux.cgroupsPath", cgroupsPath);
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < namespaces.size(); i++) {
            String type = namespaces.get(i).type();
            if (kinds.contains(type)) {
                throw new InvalidSpec(
                        "linux.namespaces[" + i + "].type",
                        "'" + type + "' a second time",
                        "each type once");
            }
            kinds.add(type);
        }
        if (!timeOffsets.isEmpty() && !isNew(namespaces, "time")) {
            throw new InvalidSpec(
                    "linux.timeOffsets",
                    "given",
                    "a new time namespace in linux.namespaces with it");
        }
        refuseOverlaps("linux.uidMappings", uidMappings);
        refuseOverlaps("linux.gidMappings", gidMappings);
        boolean user = kinds.contains("user");
        if (!uidMappings.isEmpty() && !user) {
            throw new InvalidSpec(
                    "linux.uidMappings", "given", "a user namespace in linux.namespaces with it");
        }
        if (!gidMappings.isEmpty() && !user) {
            throw new InvalidSpec(
                    "linux.gidMappings", "given", "a user namespace in linux.namespaces with it");
        }
    }

    private static void refuseOverlaps(String key, List<IdMapping> mappings) {
        List<IdMap.Range> ranges = new ArrayList<>();
        try {
            for (IdMapping each : mappings) {
                ranges.add(new IdMap.Range(each.containerId(), each.hostId(), each.size()));
            }
            new IdMap(ranges).ranges();
        } catch (IllegalArgumentException e) {
            throw new InvalidSpec(key, "wrong, " + e.getMessage(), "ranges with no id twice");
        }
    }

    /** Whether the container has such a namespace that is not the runtime's. */
    public boolean makesOrJoins(String type) {
        for (NamespaceSpec each : namespaces) if (each.type().equals(type)) return true;
        return false;
    }

    /** Whether the container gets a new one. */
    public boolean makes(String type) {
        return isNew(namespaces, type);
    }

    /** Whether the container gets one that is there. */
    public boolean joins(String type) {
        return makesOrJoins(type) && !makes(type);
    }

    private static boolean isNew(List<NamespaceSpec> namespaces, String type) {
        for (NamespaceSpec each : namespaces) {
            if (each.type().equals(type)) return each.path().isEmpty();
        }
        return false;
    }

    /**
     * One namespace.
     *
     * @param type as the specification has it: {@code mount}, {@code network}, …
     * @param path of one to join; empty for a new one
     */
    public record NamespaceSpec(String type, String path) {}

    /** How far a clock is ahead. */
    public record TimeOffset(long secs, long nanosecs) {}

    /** Ids of a user namespace. */
    public record IdMapping(long containerId, long hostId, long size) {}

    /**
     * A device to be made.
     *
     * @param type c, b, u or p
     * @param fileMode permissions
     */
    public record DeviceSpec(
            String path, char type, long major, long minor, int fileMode, long uid, long gid) {}
}
