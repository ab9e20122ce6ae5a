package slipway.engine.log;

/**
 * Numbers the lines of a log in the order in which they begin. Each stream has its own: a line of
 * standard error may begin while one of standard output is not complete.
 */
final class Lines {
    private final long[] current = {-1, -1, -1, -1};
    private long begun;

    /** How many have begun. */
    long count() {
        return begun;
    }

    /** The number of the line that the next byte of this stream is part of. */
    long of(int stream) {
        if (current[stream] < 0) current[stream] = begun++;
        return current[stream];
    }

    /** Whether the next byte of this stream begins a line. */
    boolean begins(int stream) {
        return current[stream] < 0;
    }

    /** Behind a newline. */
    void end(int stream) {
        current[stream] = -1;
    }

    /** Takes note of a whole frame. */
    void pass(Frame frame) {
        for (byte b : frame.payload()) {
            of(frame.stream());
            if (b == '\n') end(frame.stream());
        }
    }
}
