package slipway.plan.launch;

import static slipway.linux.Constants.SIGCHLD;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/** A caller that ignored SIGCHLD left us so, and then the kernel throws exit statuses away. */
final class ChildSignal {
    private static final int SIGACTION_SIZE = 32;
    private static final long SIG_IGN = 1;

    private ChildSignal() {}

    /** Makes the kernel keep what children exit with, whatever our caller had chosen. */
    static void keepStatuses() {
        byte[] now = new byte[SIGACTION_SIZE];
        change(Arg.NULL, new Arg.Bytes(now, "now"));
        long handler = ByteBuffer.wrap(now).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (handler == SIG_IGN) {
            change(new Arg.Bytes(new byte[SIGACTION_SIZE], "{SIG_DFL}"), Arg.NULL);
        }
    }

    private static void change(Arg to, Arg from) {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.RT_SIGACTION,
                        Arg.flag(SIGCHLD, Family.SIGNAL),
                        to,
                        from,
                        Arg.num(8)));
    }
}
