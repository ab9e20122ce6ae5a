package slipway.engine.log;

/**
 * Some bytes that a container has written at one time to one of its streams. In the file a header
 * of {@link #HEADER} bytes stands before the payload, little-endian:
 *
 * <pre>
 *   0  4  length of the payload, at most {@link #MOST}
 *   4  1  stream: 1 standard output, 2 standard error, 3 terminal
 *   5  3  zero
 *   8  8  seconds of CLOCK_REALTIME
 *  16  8  nanoseconds
 * </pre>
 */
public record Frame(int stream, long seconds, long nanos, byte[] payload) {
    public static final int HEADER = 24;
    public static final int MOST = 16 << 10;
    public static final int STDOUT = 1;
    public static final int STDERR = 2;
    public static final int TERMINAL = 3;
}
