package slipway.oci;

import java.util.List;

/**
 * One of {@code mounts}.
 *
 * @param destination inside; an old configuration may have it relative to {@code /}
 * @param type of the file system; empty for a bind mount
 * @param source empty where none is given
 * @param options as {@code mount -o} has them
 */
public record MountSpec(String destination, String type, String source, List<String> options) {
    public MountSpec {
        options = List.copyOf(options);
    }

    /** Whether something of the host is shown, and no new file system. */
    public boolean isBind() {
        return type.equals("bind") || options.contains("bind") || options.contains("rbind");
    }
}
