package slipway.runtime.state;

import java.util.Locale;

/** Where a container is in its life, as the OCI runtime specification tells it. */
public enum Status {
    /** Its world is being made. */
    CREATING,
    /** Its world is complete, its program waits to be started. */
    CREATED,
    RUNNING,
    /** Its first process has ended, or its making was broken off. */
    STOPPED;

    /** As the specification writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
