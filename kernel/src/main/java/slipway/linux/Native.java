package slipway.linux;

import com.kenai.jffi.ForeignAccess;
import java.util.Arrays;
import slipway.linux.asm.MachineCode;

/**
 * Where Java ends: one page of our own machine code, called through jffi. Everything else in this
 * package is written on top of these few methods.
 *
 * <p>System calls go through our own stub and not through libc's {@code syscall()}: the errno comes
 * back in the return value, so nothing that the JVM does in between can change it.
 */
final class Native {
    private static final long SIX_WORDS = ForeignAccess.callOfWords(6);
    private static final long ONE_WORD = ForeignAccess.callOfWords(1);
    private static final long SYSCALL;
    private static final long CLONE;

    static {
        byte[] syscall = MachineCode.syscall(Arch.current());
        byte[] clone = MachineCode.cloneInto(Arch.current());
        int second = syscall.length + 15 & -16;
        byte[] both = Arrays.copyOf(syscall, second + clone.length);
        System.arraycopy(clone, 0, both, second, clone.length);
        SYSCALL = ForeignAccess.executable(both);
        CLONE = SYSCALL + second;
    }

    private Native() {}

    /** Makes the call; the answer is minus errno when it failed. The sixth argument is always 0. */
    static long syscall(int number, long a1, long a2, long a3, long a4, long a5) {
        return ForeignAccess.invoke(SIX_WORDS, SYSCALL, number, a1, a2, a3, a4, a5);
    }

    /** Clones a child that runs a launcher program: see {@link slipway.linux.asm.CloneBlock}. */
    static long cloneInto(long block) {
        return ForeignAccess.invoke(ONE_WORD, CLONE, block);
    }

    /** A signal handler that hands on to one thread, in a page of its own that stays. */
    static long signalRelay(int process, int thread) {
        return ForeignAccess.executable(MachineCode.signalRelay(Arch.current(), process, thread));
    }
}
