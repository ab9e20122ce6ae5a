package slipway.cli;

import java.nio.charset.StandardCharsets;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** What the machine, or the container that we are in, calls itself: uname(2). */
final class HostName {
    /** {@code struct utsname}: six fields of so many bytes, of which this is the second. */
    private static final int FIELD = 65;

    private static final int FIELDS = 6;

    private HostName() {}

    static String ours() {
        byte[] all = new byte[FIELDS * FIELD];
        LinuxKernel.INSTANCE.call(Call.of(Syscall.UNAME, new Arg.Bytes(all, "names")));
        int end = FIELD;
        while (all[end] != 0) end++;
        return new String(all, FIELD, end - FIELD, StandardCharsets.UTF_8);
    }
}
