package slipway.cli;

import java.io.ByteArrayOutputStream;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Readable;
import slipway.linux.SyscallException;

/**
 * Carries what is typed to a named pipe, on a thread of its own, until the detach keys come. It
 * reads only what is there already, so that, once this is closed, the next key is our caller's.
 */
final class AttachedTyping implements Runnable, AutoCloseable {
    private static final int BUFFER = 4096;
    private static final int PATIENCE_MILLIS = 1000;

    /** Between two tries to write to a container that takes nothing in. */
    private static final int PAUSE_MILLIS = 10;

    private final Fd pipe;
    private final DetachKeys keys;
    private final Runnable atEnd;
    private final Pipe stop = Pipe.open();
    private final Thread thread;
    private volatile boolean detached;
    private volatile boolean closed;

    private AttachedTyping(Fd pipe, DetachKeys keys, Runnable atEnd) {
        this.pipe = pipe;
        this.keys = keys;
        this.atEnd = atEnd;
        this.thread = new Thread(this, "typing");
        thread.setDaemon(true);
    }

    /**
     * @param pipe open for writing without blocking; it is closed with this
     * @param atEnd done when there is nothing more to come
     */
    static AttachedTyping to(Fd pipe, DetachKeys keys, Runnable atEnd) {
        AttachedTyping typing = new AttachedTyping(pipe, keys, atEnd);
        typing.thread.start();
        return typing;
    }

    /** Whether the keys have been pressed. */
    boolean isDetached() {
        return detached;
    }

    @Override
    public void run() {
        try (Memory buffer = Memory.allocate(BUFFER)) {
            while (!detached && !closed) {
                Readable ready = Readable.await(Fd.STDIN, stop.readEnd());
                if (ready.second()) return;
                int count = Fd.STDIN.read(buffer, BUFFER);
                if (count == 0) {
                    pipe.close(); // the container's input ends when nobody has it open any more
                    atEnd.run();
                    return;
                }
                byte[] typed = new byte[count];
                buffer.getBytes(0, typed, 0, count);
                ByteArrayOutputStream through = new ByteArrayOutputStream();
                boolean left = keys.take(typed, count, through);
                write(through.toByteArray());
                detached = left;
            }
        } catch (SyscallException e) {
            // Our terminal is gone, or the container is.
            if (e.errno() != Errno.EIO && e.errno() != Errno.EPIPE) throw e;
        }
    }

    /** A byte at a time when the pipe is full: it may have room for that. */
    private void write(byte[] bytes) {
        int step = BUFFER; // PIPE_BUF: so much is written whole or not at all
        for (int at = 0; at < bytes.length && !closed; ) {
            int length = Math.min(step, bytes.length - at);
            try {
                pipe.write(java.util.Arrays.copyOfRange(bytes, at, at + length));
                at += length;
            } catch (SyscallException e) {
                if (e.errno() != Errno.EAGAIN) throw e;
                step = 1;
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        stop.writeEnd().close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pipe.close();
    }
}
