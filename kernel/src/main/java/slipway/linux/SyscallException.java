package slipway.linux;

/** A system call said no: which call, which errno, and what to try. */
public final class SyscallException extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private final transient Call call;
    private final Errno errno;

    public SyscallException(Call call, Errno errno) {
        this.call = call;
        this.errno = errno;
    }

    /**
     * Made when it is asked for: most are expected, and the tables it needs cost a cold JVM 10 ms.
     */
    @Override
    public String getMessage() {
        return call
                + " failed: "
                + errno
                + " ("
                + errno.text()
                + "). "
                + Advice.of(call.syscall(), errno);
    }

    public Call call() {
        return call;
    }

    /** For code that has a plan for one errno; everything else lets it fly. */
    public Errno errno() {
        return errno;
    }
}
