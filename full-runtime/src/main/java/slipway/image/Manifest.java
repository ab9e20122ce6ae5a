package slipway.image;

import java.util.List;
import java.util.Optional;
import slipway.unionfs.Digest;

/**
 * Which files of an archive make up an image.
 *
 * @param config the configuration
 * @param layers the lowest first
 * @param names to be given to the image
 */
record Manifest(Part config, List<Part> layers, List<Reference> names) {
    Manifest {
        layers = List.copyOf(layers);
        names = List.copyOf(names);
    }

    /**
     * One file.
     *
     * @param name in the archive
     * @param digest of its bytes, if that is said
     */
    record Part(String name, Optional<Digest> digest) {}
}
