package slipway.linux;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.S_IFIFO;

/** Named pipes; see fifo(7). */
public final class NamedPipe {
    private NamedPipe() {}

    /**
     * {@code mknodat(AT_FDCWD, path, S_IFIFO | mode, 0)}.
     *
     * @throws SyscallException EEXIST if there is something of that name
     */
    public static void make(String path, int mode) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.MKNODAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        new Arg.Num(S_IFIFO | mode, "S_IFIFO|0" + Integer.toOctalString(mode)),
                        Arg.num(0)));
    }
}
