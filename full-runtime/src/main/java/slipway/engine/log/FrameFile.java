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

    private final Fd file;
    private final Object inode;
    private final Memory memory = Memory.allocate(BUFFER);
    private final ByteBuffer buffer =
            ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    /** Where in the file the buffer ends. */
    private long position;

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

    /** The next frame, if all of it is there by now. */
    Optional<Frame> next() throws IOException {
        if (!has(Frame.HEADER)) return Optional.empty();
        int at = buffer.position();
        int length = buffer.getInt(at);
        int stream = buffer.get(at + 4);
        boolean good = length >= 0 && length <= Frame.MOST && stream >= 1 && stream <= 3;
        if (!good) throw new DamagedLog(position - buffer.remaining());
        if (!has(Frame.HEADER + length)) return Optional.empty();
        at = buffer.position();
        byte[] payload = new byte[length];
        buffer.get(at + Frame.HEADER, payload);
        Frame frame = new Frame(stream, buffer.getLong(at + 8), buffer.getLong(at + 16), payload);
        buffer.position(at + Frame.HEADER + length);
        return Optional.of(frame);
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
