package slipway.namespaces;

/** What is asked for one kind of namespace. */
public sealed interface NamespaceRequest {
    Namespace kind();

    /** A new one. */
    record Create(Namespace kind) implements NamespaceRequest {}

    /**
     * One that is there.
     *
     * @param path of a link of {@code /proc/PID/ns}, or of a file that one is mounted on
     */
    record Join(Namespace kind, String path) implements NamespaceRequest {}

    /** The one of whoever starts the container. */
    record Inherit(Namespace kind) implements NamespaceRequest {}
}
