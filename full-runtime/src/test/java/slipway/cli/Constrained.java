package slipway.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;

/**
 * Runs slipway in a JVM that gives something up first, which a JVM could not start without: {@code
 * no-processes} or {@code no-clone3}, then the words of slipway.
 */
public final class Constrained {
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_RET_ERRNO = 0x0005_0000;
    private static final int SECCOMP_RET_ALLOW = 0x7fff_0000;
    private static final int CLONE3 = 435;
    private static final int RLIMIT_NPROC = 6;

    private Constrained() {}

    public static void main(String[] words) {
        if (words[0].equals("no-processes")) forbidProcesses();
        else if (words[0].equals("no-clone3")) forbidClone3();
        else throw new IllegalArgumentException(words[0]);
        Main.main(Arrays.copyOfRange(words, 1, words.length));
    }

    private static void forbidProcesses() {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.PRLIMIT64,
                        Arg.num(0),
                        Arg.num(RLIMIT_NPROC),
                        new Arg.Bytes(new byte[16], "{0, 0}"),
                        Arg.NULL));
    }

    /** As docker's profile did for years: seccomp(2), with ENOSYS, on this thread. */
    private static void forbidClone3() {
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(Constants.PR_SET_NO_NEW_PRIVS, Family.PRCTL),
                        Arg.num(1),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0)));
        Arg program = new Arg.Words(List.of(Arg.num(4), filter()), "{4, filter}");
        LinuxKernel.INSTANCE.call(
                Call.of(Syscall.SECCOMP, Arg.num(SECCOMP_SET_MODE_FILTER), Arg.num(0), program));
        try {
            LinuxKernel.INSTANCE.call(Call.of(Syscall.CLONE3, Arg.NULL, Arg.num(0)));
            throw new AssertionError("clone3 answered");
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOSYS) throw e;
        }
    }

    /** Four {@code struct sock_filter}: load the number; is it clone3? ENOSYS; else allow. */
    private static Arg filter() {
        ByteBuffer code = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        instruction(code, 0x20, 0, 0);
        instruction(code, 0x15, 1, CLONE3);
        instruction(code, 0x06, 0, SECCOMP_RET_ERRNO | Errno.ENOSYS.number());
        instruction(code, 0x06, 0, SECCOMP_RET_ALLOW);
        return new Arg.Bytes(code.array(), "filter");
    }

    private static void instruction(ByteBuffer code, int operation, int skipIfNot, int value) {
        code.putShort((short) operation).put((byte) 0).put((byte) skipIfNot).putInt(value);
    }
}
