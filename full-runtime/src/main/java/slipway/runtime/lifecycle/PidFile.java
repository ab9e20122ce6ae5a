package slipway.runtime.lifecycle;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.charset.StandardCharsets;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** The file in which an engine looks for the number of a process. */
public final class PidFile {
    private static final int MODE = 0644;

    private PidFile() {}

    /**
     * Whole or not at all, because somebody may be waiting for it to appear.
     *
     * @param file empty for none
     */
    public static void write(String file, int pid) {
        if (file.isEmpty()) return;
        int slash = file.lastIndexOf('/') + 1;
        String draft = file.substring(0, slash) + "." + file.substring(slash) + ".draft";
        try (Fd out = Fd.open(draft, O_WRONLY | O_CREAT | O_TRUNC, MODE)) {
            out.write(Integer.toString(pid).getBytes(StandardCharsets.US_ASCII));
        }
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.RENAMEAT2,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(draft),
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(file),
                        Arg.num(0)));
    }
}
