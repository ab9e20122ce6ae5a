package slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What fixtures left open on purpose, kept from the garbage collector and closed afterwards. */
final class Leftovers {
    static final Queue<InputStream> STREAMS = new ConcurrentLinkedQueue<>();

    private Leftovers() {}

    static void closeStreams() throws IOException {
        for (InputStream stream : new ArrayDeque<>(STREAMS)) {
            stream.close();
        }
        STREAMS.clear();
    }
}
