package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One Debian image as other people's programs save it, made once and kept beside the {@link
 * TestRoots}. Tests that read it are annotated with {@link NeedsSavedImages}.
 *
 * <p>The image is {@link #NAME}. Its lower layer is {@link TestRoots#debian()}. Its upper layer,
 * made by {@code docker build}, removes {@code /etc/issue}, has {@code /usr/share/doc} replaced by
 * another directory with one file {@code only}, a link of two names {@code /srv/one} and {@code
 * /srv/two}, and {@code /srv/of-user} of 1000:1001 with mode 04751. It sets GREETING=hello, the
 * working directory {@code /srv}, the command {@code cat only}, and label {@code slipway=test}.
 */
public final class SavedImages {
    /** The name and tag of the image; docker and podman put their usual prefix before it. */
    public static final String NAME = "slipway-test:1";

    private static final String DOCKERFILE =
            """
            FROM slipway-debian
            RUN rm -r /etc/issue /usr/share/doc && mkdir /usr/share/doc && echo here >/usr/share/doc/only \\
                && echo linked >/srv/one && ln /srv/one /srv/two \\
                && echo mine >/srv/of-user && chown 1000:1001 /srv/of-user && chmod 4751 /srv/of-user
            ENV GREETING=hello
            LABEL slipway=test
            WORKDIR /srv
            CMD ["cat", "/usr/share/doc/only"]
            """;

    private static final String SAVE =
            """
            set -e
            tar -C "$1" --numeric-owner -cf - . | docker import - slipway-debian
            docker build --tag "$3" - <"$2/Dockerfile"
            docker save --output "$2/docker.tar" "$3"
            podman load --input "$2/docker.tar"
            podman save --format docker-archive --output "$2/podman.tar" "$3"
            podman save --format oci-archive --output "$2/podman-oci.tar" "$3"
            skopeo copy --insecure-policy --format oci --dest-compress-format zstd \\
                "docker-archive:$2/docker.tar" "oci:$2/oci-zstd:1"
            rm "$2/Dockerfile"
            chmod -R a+rX "$2"
            """;

    private SavedImages() {}

    /** {@code docker save}: manifest.json, one uncompressed tar for each layer. */
    public static Path docker() {
        return all().resolve("docker.tar");
    }

    /** {@code podman save --format docker-archive}. */
    public static Path podman() {
        return all().resolve("podman.tar");
    }

    /** {@code podman save --format oci-archive}: an OCI layout in a tar, layers with gzip. */
    public static Path podmanOci() {
        return all().resolve("podman-oci.tar");
    }

    /** {@code skopeo copy}: the directory of an OCI layout, layers with zstd; its tag is 1. */
    public static Path ociZstd() {
        return all().resolve("oci-zstd");
    }

    static boolean areMade() {
        return TestRoots.isMade("images");
    }

    private static Path all() {
        Path debian = TestRoots.debian();
        return TestRoots.made("images", draft -> save(debian, draft));
    }

    private static void save(Path debian, Path draft) {
        try (EngineRoom room = EngineRoom.open()) {
            Files.createDirectories(draft);
            Files.writeString(draft.resolve("Dockerfile"), DOCKERFILE);
            Engines engines = new Engines(room);
            engines.withDocker();
            engines.withPodman()
                    .output("sh", "-c", SAVE, "save", debian.toString(), draft.toString(), NAME);
        } catch (IOException e) {
            throw new UncheckedIOException("saving images to " + draft, e);
        }
    }
}
