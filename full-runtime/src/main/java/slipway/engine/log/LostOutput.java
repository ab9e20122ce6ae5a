package slipway.engine.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import slipway.linux.Errno;

/**
 * What could not be written to a log, as its keeper counts it in the file {@code lost}: two words
 * of eight bytes, little-endian, which are on the disk before it is full.
 *
 * @param bytes of output
 * @param errno why the last of them were refused; 0 if the machine failed
 */
public record LostOutput(long bytes, long errno) {
    public static final String FILE = "lost";
    public static final int SIZE = 16;
    public static final LostOutput NOTHING = new LostOutput(0, 0);

    /** Of a container, by its directory. */
    public static LostOutput in(Path directory) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(FILE));
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
        if (bytes.length < SIZE) return NOTHING;
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new LostOutput(words.getLong(0), words.getLong(8));
    }

    /** For people; empty if nothing is lost. */
    public Optional<String> print(String container) {
        if (bytes == 0) return Optional.empty();
        String why = errno == 0 ? "the machine failed" : Errno.of((int) errno).toString();
        return Optional.of(
                bytes
                        + " bytes that "
                        + container
                        + " has printed could not be kept: "
                        + why
                        + ". Try: df, and room on that disk");
    }

    /** As it stands in the file. */
    public byte[] written() {
        return ByteBuffer.allocate(SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bytes)
                .putLong(errno)
                .array();
    }
}
