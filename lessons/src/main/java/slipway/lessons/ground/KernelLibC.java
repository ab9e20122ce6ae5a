package slipway.lessons.ground;

import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;

/** Makes the calls in this process, so only such as harm nothing. */
final class KernelLibC implements LibC {
    private int errno;

    @Override
    public long call(Call call) {
        try {
            return LinuxKernel.INSTANCE.call(call);
        } catch (SyscallException e) {
            errno = e.errno().number();
            return -1;
        }
    }

    @Override
    public int errno() {
        return errno;
    }

    @Override
    public void log(String text) {
        errno = text.isEmpty() ? errno : Errno.ENOTTY.number();
    }
}
