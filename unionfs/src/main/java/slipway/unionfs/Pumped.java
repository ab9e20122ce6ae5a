package slipway.unionfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source ahead, on a thread of its own, and sums it up on the way: whatever decompresses
 * and digests does so while the reader of this writes files.
 */
final class Pumped extends InputStream {
    private static final int CHUNK = 128 * 1024;
    private static final int AHEAD = 16;

    private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<byte[]> empty = new ArrayBlockingQueue<>(AHEAD + 2);
    private final MessageDigest sum = Digest.sha256();
    private final InputStream source;
    private final Thread thread;
    private Chunk current = new Chunk(new byte[0], 0, null);
    private int at;
    private boolean ended;

    /** Bytes; or none, at the end, with what went wrong if something did. */
    private record Chunk(byte[] bytes, int length, @Nullable Throwable failure) {}

    Pumped(InputStream source) {
        this.source = source;
        this.thread = new Thread(this::pump, "reading ahead");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump() {
        try {
            while (true) {
                byte[] bytes = empty.poll();
                if (bytes == null) bytes = new byte[CHUNK];
                int length = source.readNBytes(bytes, 0, CHUNK);
                if (length > 0) {
                    sum.update(bytes, 0, length);
                    full.put(new Chunk(bytes, length, null));
                }
                if (length < CHUNK) break;
            }
            full.put(new Chunk(new byte[0], 0, null));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody reads any more
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        try {
            full.put(new Chunk(new byte[0], 0, failure));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (length == 0) return 0;
        if (!have()) return -1;
        int count = Math.min(length, current.length() - at);
        System.arraycopy(current.bytes(), at, into, from, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        while (skipped < count && have()) {
            int step = (int) Math.min(count - skipped, current.length() - at);
            at += step;
            skipped += step;
        }
        return skipped;
    }

    /** The digest of all that came from the source; to be called at its end. */
    Digest digest() throws IOException {
        if (have()) throw new IllegalStateException("not at the end");
        return Digest.of(sum);
    }

    /** Ends the thread. The source is not closed. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        full.clear();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while ending the thread that reads ahead");
        }
    }

    /** False at the end. */
    private boolean have() throws IOException {
        if (at < current.length()) return true;
        if (ended) return false;
        byte[] used = current.bytes();
        current = take();
        at = 0;
        if (used.length == CHUNK) empty.offer(used); // dropped, if there are enough of them
        if (current.failure() != null) throw failed(current.failure());
        ended = current.length() == 0;
        return !ended;
    }

    private static IOException failed(Throwable failure) {
        if (failure instanceof RuntimeException e) throw e;
        if (failure instanceof Error e) throw e;
        return failure instanceof IOException e ? e : new IOException(failure);
    }

    private Chunk take() throws IOException {
        try {
            return full.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("while reading an archive");
        }
    }
}
