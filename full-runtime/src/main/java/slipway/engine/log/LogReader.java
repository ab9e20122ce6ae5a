package slipway.engine.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a container has written, in order: {@code log.1}, and then {@code log}. It can be read while
 * the keeper writes, and while it renames {@code log} to {@code log.1} and begins a new one. A last
 * frame that is not complete is as if it were not there.
 */
public final class LogReader implements AutoCloseable {
    public static final String LOG = "log";
    public static final String OLDER = "log.1";

    private final Path directory;
    private @Nullable FrameFile file;
    private long skipped;

    private LogReader(Path directory, @Nullable FrameFile file) {
        this.directory = directory;
        this.file = file;
    }

    /** From the oldest frame that is left. */
    public static LogReader fromStart(Path directory) throws IOException {
        FrameFile older = openOrNull(directory.resolve(OLDER));
        return new LogReader(directory, older != null ? older : openOrNull(directory.resolve(LOG)));
    }

    /** From the first frame on that is written from now on. */
    public static LogReader fromNow(Path directory) throws IOException {
        LogReader reader = new LogReader(directory, openOrNull(directory.resolve(LOG)));
        while (reader.next().isPresent()) continue;
        reader.takeSkipped();
        return reader;
    }

    private static @Nullable FrameFile openOrNull(Path path) throws IOException {
        return FrameFile.open(path).orElse(null);
    }

    /** The next frame; empty if there is none at the moment. */
    public Optional<Frame> next() throws IOException {
        while (true) {
            FrameFile current = file;
            if (current == null) {
                file = openOrNull(directory.resolve(LOG));
                if (file == null) return Optional.empty();
                continue;
            }
            Optional<Frame> frame = current.next();
            if (frame.isPresent()) return frame;
            FrameFile following = following(current);
            if (following == null) return Optional.empty();
            // It was renamed after the last frame was written to it, and perhaps after our look.
            frame = current.next();
            if (frame.isPresent()) {
                following.close();
                return frame;
            }
            skipped += current.takeSkipped();
            current.close();
            file = following;
        }
    }

    /** How many damaged bytes have been passed over since this was asked last. */
    public long takeSkipped() {
        FrameFile current = file;
        long count = skipped + (current == null ? 0 : current.takeSkipped());
        skipped = 0;
        return count;
    }

    /**
     * Cuts off what a keeper has not come to write whole, before another one writes on.
     *
     * @return how many bytes there were of it
     */
    public static long cutTorn(Path log) throws IOException {
        try (FrameFile all = openOrNull(log)) {
            if (all == null) return 0;
            while (all.next().isPresent()) continue;
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                long torn = file.size() - all.end();
                if (torn > 0) file.truncate(all.end());
                return torn;
            }
        }
    }

    /** The file behind this one; null while this one is the newest. */
    private @Nullable FrameFile following(FrameFile current) throws IOException {
        FrameFile newest = openOrNull(directory.resolve(LOG));
        if (newest == null) return null; // it is being renamed
        if (newest.isSame(current)) {
            newest.close();
            return null;
        }
        FrameFile older = openOrNull(directory.resolve(OLDER));
        if (older == null || older.isSame(current)) {
            if (older != null) older.close();
            return newest;
        }
        // Two files have been begun since: the older one comes first.
        newest.close();
        return older;
    }

    @Override
    public void close() {
        FrameFile closing = file;
        if (closing != null) closing.close();
    }
}
