package slipway.linux;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.PageManager;
import com.kenai.jffi.Type;
import slipway.linux.asm.MachineCode;

/**
 * Where Java ends: one page of our own machine code, called through jffi. Everything else in this
 * package is written on top of these few methods.
 *
 * <p>System calls go through our own stub and not through libc's {@code syscall()}: the errno comes
 * back in the return value, so nothing that the JVM does in between can change it.
 */
final class Native {
    static final MemoryIO MEMORY = MemoryIO.getInstance();

    private static final Invoker INVOKER = Invoker.getInstance();
    private static final CallContext SIX_WORDS = words(6);
    private static final CallContext ONE_WORD = words(1);
    private static final long SYSCALL;
    private static final long CLONE;

    static {
        byte[] syscall = MachineCode.syscall(Arch.current());
        byte[] clone = MachineCode.cloneInto(Arch.current());
        PageManager pages = PageManager.getInstance();
        // Written first, executable afterwards: no page is ever both.
        SYSCALL = pages.allocatePages(1, PageManager.PROT_READ | PageManager.PROT_WRITE);
        CLONE = SYSCALL + (syscall.length + 15L & -16L);
        MEMORY.putByteArray(SYSCALL, syscall, 0, syscall.length);
        MEMORY.putByteArray(CLONE, clone, 0, clone.length);
        pages.protectPages(SYSCALL, 1, PageManager.PROT_READ | PageManager.PROT_EXEC);
    }

    private Native() {}

    /** Makes the call; the answer is minus errno when it failed. The sixth argument is always 0. */
    static long syscall(int number, long a1, long a2, long a3, long a4, long a5) {
        return INVOKER.invokeL6NoErrno(SIX_WORDS, SYSCALL, number, a1, a2, a3, a4, a5);
    }

    /** Clones a child that runs a launcher program: see {@link slipway.linux.asm.CloneBlock}. */
    static long cloneInto(long block) {
        return INVOKER.invokeL1NoErrno(ONE_WORD, CLONE, block);
    }

    private static CallContext words(int count) {
        Type[] parameters = new Type[count];
        for (int i = 0; i < count; i++) parameters[i] = Type.SINT64;
        return CallContext.getCallContext(
                Type.SINT64, parameters, CallingConvention.DEFAULT, false);
    }
}
