package slipway.jail;

import java.util.List;
import slipway.linux.Constants;

/**
 * One mount as somebody else's configuration asks for it, word for word.
 *
 * @param target absolute, inside the root
 * @param attributes bits of {@code MOUNT_ATTR_*} to set
 * @param recursive whether they are set on the mounts below as well
 * @param propagation {@code MS_PRIVATE}, {@code MS_SLAVE}, {@code MS_SHARED} or {@code
 *     MS_UNBINDABLE}, for it and all below; or 0 to leave it as it is
 */
public record MountWish(
        String target, Source source, long attributes, boolean recursive, long propagation) {
    /** What is to be seen there. */
    public sealed interface Source permits FileSystem, HostPath {}

    /**
     * A new file system.
     *
     * @param options {@code key=value}, or {@code key} for a flag
     */
    public record FileSystem(String type, List<String> options) implements Source {
        public FileSystem {
            options = List.copyOf(options);
        }
    }

    /**
     * A file or folder of the host.
     *
     * @param path absolute
     * @param below whether with all that is mounted below it
     * @param folder whether it is a folder; its place inside has to be of the same kind
     * @param mapped the number of a descriptor of a mount of it whose ids are mapped, which stands
     *     for it; -1 for none
     */
    public record HostPath(String path, boolean below, boolean folder, int mapped)
            implements Source {
        /** As it is on the host. */
        public HostPath(String path, boolean below, boolean folder) {
            this(path, below, folder, -1);
        }
    }

    /** Whether what is mounted below it, here or on the host, is to be seen in both. */
    boolean isSharedWithHost() {
        return source instanceof HostPath && propagation == Constants.MS_SHARED;
    }

    boolean isFolder() {
        return !(source instanceof HostPath path) || path.folder();
    }
}
