package slipway.lessons.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is typed, for the process of a lesson. A read never waits long: JShell's remote input may
 * ask for one byte more than anybody wants (two bytes that it sends together can arrive apart), and
 * while it waits for that, nothing of what the lesson says is shown.
 */
final class Keys extends InputStream {
    /** What a read gives when nothing has been typed; the other side asks again. */
    static final int NOTHING_YET = 0;

    private static final int END = -1;
    private static final int PATIENCE_MILLIS = 50;

    private final BlockingQueue<Integer> typed = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    Keys(InputStream in) {
        Thread reader = new Thread(() -> pump(in), "keys");
        reader.setDaemon(true);
        reader.start();
    }

    private void pump(InputStream in) {
        try {
            int next;
            do {
                next = in.read();
                typed.add(next);
            } while (next != END);
        } catch (IOException e) {
            typed.add(END);
            throw new UncheckedIOException("your input could not be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int read() throws IOException {
        if (ended) return END;
        try {
            Integer next = typed.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) return NOTHING_YET;
            ended = next == END;
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return END;
        }
    }
}
