package slipway.cli;

import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.Readable;
import slipway.linux.SyscallException;

/**
 * Carries what is typed to a container, on a thread of its own. It reads only what is there
 * already, so that, once this is closed, the next key is our caller's.
 */
final class Typing implements Runnable, AutoCloseable {
    private static final int BUFFER = 4096;

    /** Enough for one write; a container that takes nothing in must not keep us. */
    private static final int PATIENCE_MILLIS = 1000;

    private final Fd master;
    private final Pipe stop;
    private final Thread thread;

    private Typing(Fd master, Pipe stop) {
        this.master = master;
        this.stop = stop;
        this.thread = new Thread(this, "typing");
        thread.setDaemon(true);
    }

    static Typing to(Fd master) {
        Typing typing = new Typing(master, Pipe.open());
        typing.thread.start();
        return typing;
    }

    @Override
    public void run() {
        try (Memory buffer = Memory.allocate(BUFFER)) {
            while (true) {
                Readable ready = Readable.await(Fd.STDIN, stop.readEnd());
                if (ready.second()) return;
                int count = Fd.STDIN.read(buffer, BUFFER);
                if (count == 0) return;
                master.write(buffer, count);
            }
        } catch (SyscallException e) {
            // Our terminal is gone, or the container's.
            if (e.errno() != Errno.EIO) throw e;
        }
    }

    @Override
    public void close() {
        stop.writeEnd().close();
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
