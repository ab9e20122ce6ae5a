package slipway.jail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import slipway.jail.UnreadableElf.DamagedElf;

/**
 * Pieces of an open ELF file, none of them trusted: what lies outside of the file is told as {@link
 * DamagedElf}. Read rather than mapped: a mapped file that shrinks meanwhile is a SIGBUS.
 */
final class ElfBytes {
    private static final int FIRST_PIECE = 256;

    private final Path file;
    private final FileChannel channel;

    ElfBytes(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** The first bytes: as many as asked for, or all that there are. */
    ByteBuffer head(int size) throws IOException {
        return read(0, size);
    }

    /** Exactly {@code size} bytes from {@code offset} on; {@code what} names them in the error. */
    ByteBuffer at(long offset, long size, int limit, String what) throws IOException {
        if (size < 0 || size > limit) {
            throw new DamagedElf(file, what + " has " + Long.toUnsignedString(size) + " bytes");
        }
        if (offset < 0 || offset > channel.size() - size) throw outside(offset, what);
        ByteBuffer bytes = read(offset, (int) size);
        if (bytes.remaining() < size) throw outside(offset, what);
        return bytes;
    }

    /** The text from {@code offset} up to a NUL, which must come within {@code limit} bytes. */
    String text(long offset, long limit, String what) throws IOException {
        if (offset < 0 || offset >= channel.size()) throw outside(offset, what);
        long size = Math.min(FIRST_PIECE, limit);
        while (true) {
            ByteBuffer bytes = read(offset, (int) size);
            for (int end = 0; end < bytes.limit(); end++) {
                if (bytes.get(end) == 0) {
                    return new String(bytes.array(), 0, end, StandardCharsets.UTF_8);
                }
            }
            if (size >= limit || bytes.limit() < size) {
                throw new DamagedElf(file, what + " does not end");
            }
            size = Math.min(2 * size, limit);
        }
    }

    DamagedElf outside(long offset, String what) {
        return new DamagedElf(
                file, what + " is at 0x" + Long.toHexString(offset) + ", outside of the file");
    }

    DamagedElf damaged(String what) {
        return new DamagedElf(file, what);
    }

    private ByteBuffer read(long offset, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) break;
        }
        return bytes.flip();
    }
}
