package slipway.jail;

import java.util.List;

/** Something that is mounted into a container besides its root. Targets are absolute, inside. */
public sealed interface Volume {
    String target();

    /**
     * A file or folder of the host.
     *
     * @param source absolute path of the host
     * @param folder whether it is a folder; its place inside has to be of the same kind
     * @param propagation {@code MS_SLAVE}, {@code MS_SHARED} or {@code MS_UNBINDABLE}; 0 for what
     *     is usual: no mount that is made later on one side is seen on the other
     * @param mapIds whether its files are to be owned inside by whom they are owned on the disk,
     *     though the ids inside are others
     * @param mapped the number of the descriptor of a mount of it for which that is done; -1 for
     *     none
     */
    record Bind(
            String source,
            String target,
            boolean folder,
            boolean readOnly,
            long propagation,
            boolean mapIds,
            int mapped)
            implements Volume {
        /** As usual. */
        public Bind(String source, String target, boolean folder, boolean readOnly) {
            this(source, target, folder, readOnly, 0, false, -1);
        }

        /** The same, with more said about it. */
        public Bind with(long kind, boolean ids) {
            return new Bind(source, target, folder, readOnly, kind, ids, mapped);
        }

        /** The same, shown through a mount that somebody else has made. */
        public Bind mappedAs(int descriptor) {
            return new Bind(source, target, folder, readOnly, propagation, mapIds, descriptor);
        }
    }

    /**
     * An empty file system in memory.
     *
     * @param options of tmpfs(5), such as {@code size=64m}
     * @param executable whether programs in it may be run
     */
    record Tmpfs(String target, List<String> options, boolean executable) implements Volume {
        public Tmpfs {
            options = List.copyOf(options);
        }
    }
}
