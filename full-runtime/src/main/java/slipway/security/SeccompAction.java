package slipway.security;

/**
 * What a filter answers: an action in the upper half of 32 bits, its data in the lower.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/seccomp.2.html">seccomp(2)</a>
 */
public final class SeccompAction {
    public static final int KILL_PROCESS = 0x80000000;
    public static final int KILL_THREAD = 0;
    public static final int TRAP = 0x00030000;
    public static final int ALLOW = 0x7fff0000;
    public static final int LOG = 0x7ffc0000;
    private static final int ERRNO = 0x00050000;
    private static final int TRACE = 0x7ff00000;
    private static final int DATA = 0xffff;

    private SeccompAction() {}

    /** The call is not made, and fails so. */
    public static int errno(int number) {
        return ERRNO | number & DATA;
    }

    /** A tracer is asked, and is told the number; without one the call fails with ENOSYS. */
    public static int trace(int number) {
        return TRACE | number & DATA;
    }

    static boolean isErrno(int action) {
        return (action & ~DATA) == ERRNO;
    }
}
