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
     */
    record Bind(String source, String target, boolean folder, boolean readOnly) implements Volume {}

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
