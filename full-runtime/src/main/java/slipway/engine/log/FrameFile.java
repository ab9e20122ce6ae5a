package slipway.engine.log;

import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.SyscallException;

/** One file of frames, which somebody may be appending to. */
final class FrameFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long NANOS = 1_000_000_000;

    /**
     * In the year 2106; in a word of two halves that are something else, the upper one is not 0.
     */
    private static final long LAST_SECOND = (1L << 32) - 1;

    private final Fd file;
    private final Object inode;
    private final Memory memory = Memory.allocate(BUFFER);
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    /** Where in the file the buffer ends. */
    private long position;

    private long end;
    private long skipped;

    private FrameFile(Fd file, Object inode) {
        this.file = file;
        this.inode = inode;
    }

    /** Opens it; empty if it is not there. */
    static Optional<FrameFile> open(Path path) throws IOException {
        Fd file;
        try {
            file = Fd.open(path.toString(), O_RDONLY, 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ENOENT) return Optional.empty();
            throw e;
        }
        // Of what is open here: the name may mean another file by now.
        return Optional.of(
                new FrameFile(file, Files.getAttribute(Path.of(file.path()), "unix:ino")));
    }

    /** While one of them is open, no other file gets its number. */
    boolean isSame(FrameFile other) {
        return inode.equals(other.inode);
    }

    /**
     * The next frame, if all of it is there by now. What can be part of none is passed over: after
     * a crash of the machine a frame may be torn, or be zeros.
     */
    Optional<Frame> next() throws IOException {
        while (has(Frame.HEADER)) {
            int at = buffer.position();
            if (!isHeader(at)) {
                skip(1);
                continue;
            }
            int whole = Frame.HEADER + buffer.getInt(at);
            if (!has(whole)) return Optional.empty();
            int torn = tornAt(whole);
            if (torn > 0) skip(torn);
            else return Optional.of(take(whole));
        }
        return Optional.empty();
    }

    private Frame take(int whole) {
        int at = buffer.position();
        byte[] payload = new byte[whole - Frame.HEADER];
        buffer.get(at + Frame.HEADER, payload);
        Frame frame =
                new Frame(
                        buffer.get(at + 4),
                        buffer.getLong(at + 8),
                        buffer.getLong(at + 16),
                        payload);
        buffer.position(at + whole);
        end = position - buffer.remaining();
        return frame;
    }

    /**
     * Where in this frame another begins, because the rest of this one was never written; 0 if all
     * of it is its own.
     */
    private int tornAt(int whole) throws IOException {
        has(whole + Frame.HEADER);
        if (isHeader(buffer.position() + whole)) return 0;
        for (int inside = 1; inside < whole; inside++) {
            if (leadsOn(inside, whole)) return inside;
        }
        return 0;
    }

    /** Whether there are frames from there to one that goes on behind this one. */
    private boolean leadsOn(int from, int whole) throws IOException {
        int next = from;
        while (next < whole) {
            if (!isHeader(buffer.position() + next)) return false;
            if (buffer.remaining() < next + Frame.HEADER) return false;
            next += Frame.HEADER + buffer.getInt(buffer.position() + next);
        }
        has(next + Frame.HEADER);
        return next <= buffer.remaining() && isHeader(buffer.position() + next);
    }

    /** Whether a header may begin there, as far as it has been read. */
    private boolean isHeader(int at) {
        int there = buffer.limit() - at;
        if (there >= 4 && (buffer.getInt(at) < 0 || buffer.getInt(at) > Frame.MOST)) return false;
        if (there >= 8 && (buffer.getInt(at + 4) < 1 || buffer.getInt(at + 4) > Frame.TERMINAL)) {
            return false;
        }
        if (there >= 16 && (buffer.getLong(at + 8) < 0 || buffer.getLong(at + 8) > LAST_SECOND)) {
            return false;
        }
        if (there < Frame.HEADER) return true;
        long nanos = buffer.getLong(at + 16);
        return nanos >= 0 && nanos < NANOS;
    }

    private void skip(int count) {
        buffer.position(buffer.position() + count);
        skipped += count;
    }

    /** How many bytes have been passed over since this was asked last. */
    long takeSkipped() {
        long count = skipped;
        skipped = 0;
        return count;
    }

    /** Behind the last whole frame that was read. */
    long end() {
        return end;
    }

    /** Reads on until so many bytes are in the buffer; false at the end of the file. */
    private boolean has(int count) throws IOException {
        if (buffer.remaining() >= count) return true;
        buffer.compact();
        while (buffer.position() < count) {
            int read = file.read(memory, buffer.remaining());
            if (read == 0) break;
            memory.getBytes(0, buffer.array(), buffer.position(), read);
            buffer.position(buffer.position() + read);
            position += read;
        }
        buffer.flip();
        return buffer.remaining() >= count;
    }

    @Override
    public void close() {
        file.close();
        memory.close();
    }
}
