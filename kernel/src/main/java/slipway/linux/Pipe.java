package slipway.linux;

/** The two ends of {@code pipe2(fds, O_CLOEXEC)}. */
public record Pipe(Fd readEnd, Fd writeEnd) implements AutoCloseable {
    /**
     * A new pipe.
     *
     * @throws SyscallException EMFILE when the JVM has no descriptor left
     * @see <a href="https://man7.org/linux/man-pages/man2/pipe.2.html">pipe(2)</a>
     */
    public static Pipe open() {
        try (Memory ends = Memory.allocate(8)) {
            LinuxKernel.quick(Syscall.PIPE2, ends.address(), Constants.O_CLOEXEC, 0, 0, 0);
            return new Pipe(Fd.owned(ends.getInt(0)), Fd.owned(ends.getInt(4)));
        }
    }

    @Override
    public void close() {
        readEnd.close();
        writeEnd.close();
    }
}
