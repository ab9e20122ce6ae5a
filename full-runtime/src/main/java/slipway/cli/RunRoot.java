package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import slipway.image.ImageConfig;
import slipway.image.ImageIds;
import slipway.image.Images;
import slipway.image.WritableLayer;
import slipway.linux.Fd;
import slipway.linux.FileLock;
import slipway.runtime.HostFacts;
import slipway.unionfs.Overlay;

/**
 * The image that a container runs on, in use for as long as this is open, and the folder that it
 * writes to, which goes then. Empty where there is no image.
 */
final class RunRoot implements AutoCloseable {
    private static final RunRoot NONE = new RunRoot(Optional.empty(), Optional.empty(), "");

    private final Optional<Images.Used> image;
    private final Optional<WritableLayer> upper;

    /** In place of an image's layers: a directory, which is in use. */
    private final String copied;

    private final Optional<FileLock> use;

    private RunRoot(Optional<Images.Used> image, Optional<WritableLayer> upper, String copied) {
        this.image = image;
        this.upper = upper;
        this.copied = copied;
        this.use = copied.isEmpty() ? Optional.empty() : FileLock.shared(Path.of(copied));
    }

    /**
     * Of a container that stays: what it writes is there when it is started again, also where it
     * runs on a copy of a directory.
     *
     * @param layer its own, which does not go when this is closed
     */
    static RunRoot kept(RunOptions options, ImageIds ids, WritableLayer layer) {
        if (options.image().isEmpty()) {
            String copied = options.copied();
            if (copied.isEmpty()) return NONE;
            return new RunRoot(Optional.empty(), Optional.of(layer), copied);
        }
        Images.Used used = Images.in(ImageCommands.dataDirectory(), ids).use(options.image());
        return new RunRoot(Optional.of(used), Optional.of(layer), "");
    }

    /** The image, in use. */
    Optional<Images.Used> image() {
        return image;
    }

    /** Locks that somebody has to hold for as long as the container runs. */
    List<Fd> locks() {
        if (image.isPresent()) return List.of(image.get().use().fd());
        return use.isPresent() ? List.of(use.get().fd()) : List.of();
    }

    /** For a plan that is only shown: nothing is made. */
    static RunRoot shown(RunOptions options, HostFacts host) {
        if (options.image().isEmpty()) return NONE;
        try (ImageIds ids = new ImageIds(host)) {
            Path data = ImageCommands.dataDirectory();
            Images.Used used = Images.in(data, ids).use(options.image());
            return new RunRoot(
                    Optional.of(used),
                    Optional.of(WritableLayer.notMade(data, options.id(), ids)),
                    "");
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
            return new RunRoot(Optional.of(used), Optional.of(upper), "");
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
        if (!copied.isEmpty()) return Optional.of(upper.orElseThrow().over(List.of(copied)));
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
            if (use.isPresent()) use.get().close();
            if (image.isPresent()) image.get().close();
        }
    }
}
