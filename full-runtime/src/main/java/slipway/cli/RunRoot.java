package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import slipway.image.ImageConfig;
import slipway.image.ImageIds;
import slipway.image.Images;
import slipway.image.WritableLayer;
import slipway.runtime.HostFacts;
import slipway.unionfs.Overlay;

/**
 * The image that a container runs on, in use for as long as this is open, and the folder that it
 * writes to, which goes then. Empty where there is no image.
 */
final class RunRoot implements AutoCloseable {
    private static final RunRoot NONE = new RunRoot(Optional.empty(), Optional.empty());

    private final Optional<Images.Used> image;
    private final Optional<WritableLayer> upper;

    private RunRoot(Optional<Images.Used> image, Optional<WritableLayer> upper) {
        this.image = image;
        this.upper = upper;
    }

    /** For a plan that is only shown: nothing is made. */
    static RunRoot shown(RunOptions options, HostFacts host) {
        if (options.image().isEmpty()) return NONE;
        try (ImageIds ids = new ImageIds(host)) {
            Path data = ImageCommands.dataDirectory();
            Images.Used used = Images.in(data, ids).use(options.image());
            return new RunRoot(
                    Optional.of(used), Optional.of(WritableLayer.notMade(data, options.id(), ids)));
        }
    }

    static RunRoot open(RunOptions options, HostFacts host) {
        if (options.image().isEmpty()) return NONE;
        Path data = ImageCommands.dataDirectory();
        ImageIds ids = new ImageIds(host);
        Images.Used used = Images.in(data, ids).use(options.image());
        boolean made = false;
        try {
            WritableLayer upper = WritableLayer.make(data, options.id(), ids);
            made = true;
            return new RunRoot(Optional.of(used), Optional.of(upper));
        } catch (IOException e) {
            throw new UncheckedIOException("making a folder for the container in " + data, e);
        } finally {
            if (!made) used.close();
        }
    }

    Optional<ImageConfig> config() {
        return image.isPresent() ? Optional.of(image.get().config()) : Optional.empty();
    }

    Optional<Overlay> tree() {
        if (image.isEmpty() || upper.isEmpty()) return Optional.empty();
        return Optional.of(upper.get().over(image.get().layers(), image.get().marks()));
    }

    /** What is removed when the container has ended; empty where there is no image. */
    Optional<Path> written() {
        return upper.isPresent() ? Optional.of(upper.get().home()) : Optional.empty();
    }

    @Override
    public void close() {
        try {
            if (upper.isPresent()) upper.get().close();
        } catch (IOException e) {
            throw new UncheckedIOException("removing what the container wrote", e);
        } finally {
            if (image.isPresent()) image.get().close();
        }
    }
}
