package slipway.oci;

import java.util.List;

/**
 * One of {@code mounts}.
 *
 * @param destination inside; an old configuration may have it relative to {@code /}
 * @param type of the file system; empty for a bind mount
 * @param source empty where none is given
 * @param options as {@code mount -o} has them
 * @param uidMappings which owners its files have, of a bind mount; empty for those of the container
 */
public record MountSpec(
        String destination,
        String type,
        String source,
        List<String> options,
        List<LinuxSpec.IdMapping> uidMappings,
        List<LinuxSpec.IdMapping> gidMappings) {
    public MountSpec {
        options = List.copyOf(options);
        uidMappings = List.copyOf(uidMappings);
        gidMappings = List.copyOf(gidMappings);
    }

    /** Whether its files have other owners than on the disk. */
    public boolean isMapped() {
        boolean asked = options.contains("idmap") || options.contains("ridmap");
        return asked || !uidMappings.isEmpty() || !gidMappings.isEmpty();
    }

    /** Whether something of the host is shown, and no new file system. */
    public boolean isBind() {
        return type.equals("bind") || options.contains("bind") || options.contains("rbind");
    }
}
