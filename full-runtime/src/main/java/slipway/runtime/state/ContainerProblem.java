package slipway.runtime.state;

import slipway.linux.ForPeople;

/** A container is not there, is there already, or is not in the state that a command needs. */
public final class ContainerProblem extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private ContainerProblem(String message, boolean missing) {
        super(message);
        this.missing = missing;
    }

    /** Whether there is no such container at all. */
    public boolean isMissing() {
        return missing;
    }

    static ContainerProblem missing(String id, String root) {
        return new ContainerProblem(
                "container '"
                        + id
                        + "' does not exist in "
                        + root
                        + ". Try: slipway oci list, with the same --root",
                true);
    }

    static ContainerProblem exists(String id) {
        return new ContainerProblem(
                "container with id '"
                        + id
                        + "' exists already. Try: another id, or slipway oci delete "
                        + id,
                false);
    }

    static ContainerProblem badId(String id) {
        return new ContainerProblem(
                "'"
                        + id
                        + "' cannot name a container. Try: letters, digits and any of _ + - . ,"
                        + " 1024 at most, and not . or ..",
                false);
    }

    static ContainerProblem unreadable(String id, String why) {
        return new ContainerProblem(
                "the state of container '" + id + "' cannot be read: " + why, false);
    }

    /** The engines know these words, {@code container not running}. */
    public static ContainerProblem notRunning(String id, Status is) {
        return new ContainerProblem(
                "container not running: '"
                        + id
                        + "' is "
                        + is.word()
                        + ". Try: slipway oci state "
                        + id,
                false);
    }

    /** For a command that wants another state. */
    public static ContainerProblem wrong(String id, Status is, String wanted, String advice) {
        return new ContainerProblem(
                "container '"
                        + id
                        + "' is "
                        + is.word()
                        + ", and not "
                        + wanted
                        + ". Try: "
                        + advice,
                false);
    }
}
