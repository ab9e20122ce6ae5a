package slipway.linux;

import static slipway.linux.Constants.POLLIN;

/**
 * Waiting for two descriptors at once.
 *
 * @param first whether a read of the first one would answer at once, be it with an error
 * @param second the same of the second one; of a {@link PidFd}: whether the process has ended
 */
public record Readable(boolean first, boolean second) {
    private static final int POLLFD = 8;
    private static final int EVENTS = 4;

    /**
     * {@code ppoll({first, second}, POLLIN)} without a limit, until one of them is ready.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/poll.2.html">poll(2)</a>
     */
    public static Readable await(Fd first, Fd second) {
        try (Memory memory = Memory.allocate(2 * POLLFD)) {
            memory.putInt(0, first.number());
            memory.putInt(EVENTS, (int) POLLIN);
            memory.putInt(POLLFD, second.number());
            memory.putInt(POLLFD + EVENTS, (int) POLLIN);
            while (true) {
                try {
                    LinuxKernel.quick(Syscall.PPOLL, memory.address(), 2, 0, 0, 8);
                    return new Readable(answered(memory, 0), answered(memory, POLLFD));
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EINTR) throw e;
                }
            }
        }
    }

    /** The upper half of the word that begins with {@code events} is {@code revents}. */
    private static boolean answered(Memory memory, int at) {
        return memory.getInt(at + EVENTS) >>> 16 != 0;
    }
}
