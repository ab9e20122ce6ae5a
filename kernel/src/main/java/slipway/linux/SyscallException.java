package slipway.linux;

/** A system call said no: which call, which errno, and what to try. */
public final class SyscallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Call call;
    private final Errno errno;

    public SyscallException(Call call, Errno errno) {
        super(
                call
                        + " failed: "
                        + errno
                        + " ("
                        + errno.text()
                        + "). "
                        + Advice.of(call.syscall(), errno));
        this.call = call;
        this.errno = errno;
    }

    public Call call() {
        return call;
    }

    /** For code that has a plan for one errno; everything else lets it fly. */
    public Errno errno() {
        return errno;
    }
}
