package slipway.lessons.ground;

import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;

/**
 * The C library's manners, on top of the real kernel: a call that fails returns -1 and puts its
 * reason into {@code errno}; one that succeeds leaves {@code errno} as it was.
 */
public final class LibC {
    private int errno;

    LibC() {}

    /** What the call returned, or -1. */
    public long call(Call call) {
        try {
            return LinuxKernel.INSTANCE.call(call);
        } catch (SyscallException e) {
            errno = e.errno().number();
            return -1;
        }
    }

    /** The number of the last error; 0 if there was none. */
    public int errno() {
        return errno;
    }

    /**
     * Notes something down, as {@code printf} does; and as {@code printf} it first asks whether its
     * output is a terminal, which it is not: {@code errno} is ENOTTY then.
     */
    public void log(String text) {
        errno = text.isEmpty() ? errno : Errno.ENOTTY.number();
    }
}
