package slipway.runtime;

import java.util.Optional;
import slipway.unionfs.Overlay;

/**
 * Where a container's root comes from: a directory of the host, or the layers of an image.
 *
 * @param directory absolute path of the host; of an image the place where it is put together
 * @param privateCopy whether what is written goes with the container; else it is written through
 * @param readOnly whether nothing can be written to the root at all
 * @param layers of an image; empty for a directory
 * @param mapped the number of the descriptor of a mount of the directory whose ids are others than
 *     on the disk, or of the whole tree of an image; -1 for none
 */
public record RootSource(
        String directory,
        boolean privateCopy,
        boolean readOnly,
        Optional<Overlay> layers,
        int mapped) {
    /** A directory. */
    public RootSource(String directory, boolean privateCopy, boolean readOnly) {
        this(directory, privateCopy, readOnly, Optional.empty(), -1);
    }

    /** The same, shown through a mount that somebody else has made. */
    public RootSource mappedAs(int descriptor) {
        return new RootSource(directory, privateCopy, readOnly, layers, descriptor);
    }

    public static RootSource writtenThrough(String directory) {
        return new RootSource(directory, false, false);
    }

    /** The layers of an image; what is written goes where they say. */
    public static RootSource of(Overlay layers, boolean readOnly) {
        return new RootSource(layers.place(), true, readOnly, Optional.of(layers), -1);
    }
}
