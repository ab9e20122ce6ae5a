package slipway.cli;

/** What people who know docker would try next, and what there is for it here. */
final class DockersWords {
    private DockersWords() {}

    /** What to tell somebody who asks for a command that there is not. */
    static UsageError command(String word) {
        String unknown = "there is no command '" + word + "'";
        switch (word) {
            case "pull":
                return new UsageError(
                        "Slipway does not fetch images",
                        "skopeo copy docker://docker.io/library/debian:12"
                                + " docker-archive:debian.tar:debian:12, and slipway load -i debian.tar");
            case "image":
                return new UsageError(unknown, "slipway images, load, inspect, tag or rmi");
            case "build":
            case "commit":
            case "import":
                return new UsageError(
                        "Slipway makes no images",
                        "buildah bud, and slipway load of what it saves");
            case "save":
            case "export":
            case "push":
                return new UsageError(
                        "Slipway keeps images unpacked, and writes no archives",
                        "the archive that it was loaded from");
            case "pause":
            case "unpause":
            case "update":
                return new UsageError(
                        unknown, "slipway help, for what is done with containers that stay");
            default:
                return new UsageError(unknown, "slipway help");
        }
    }

    /** The same for an option of {@code run}. */
    static UsageError option(String name) {
        String unknown = "run has no option " + name;
        switch (name) {
            case "-p":
            case "-P":
            case "--publish":
            case "--publish-all":
                return new UsageError(
                        unknown + ": its containers have a loopback interface, and no network yet",
                        "slipway-oci as the runtime of podman or docker, which make networks");
            default:
                return new UsageError(unknown, "slipway help run");
        }
    }

    /** The same for a value of {@code --network}. */
    static UsageError network(String mode) {
        return new UsageError(
                "run has no network '"
                        + mode
                        + "': its containers have a loopback interface, or"
                        + " what they share with others",
                "none, host, container:NAME, pid:N or a path; or slipway-oci as the runtime of podman"
                        + " or docker, which make networks");
    }
}
