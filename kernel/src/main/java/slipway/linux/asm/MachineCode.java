package slipway.linux.asm;

import slipway.linux.Arch;

/**
 * The pieces of machine code: a plain system call, the interpreter that runs a launcher program,
 * the stub that clones a child straight into the interpreter, and a signal handler that hands
 * signals on to one thread.
 */
public final class MachineCode {
    private MachineCode() {}

    /**
     * {@code long syscall(long number, long a1, long a2, long a3, long a4, long a5)}: returns what
     * the kernel returned, so minus errno on failure; the sixth argument is 0.
     */
    public static byte[] syscall(Arch arch) {
        return arch == Arch.X86_64 ? X86Code.syscall() : Arm64Code.syscall();
    }

    /**
     * {@code long clone(void *block)}, see {@link CloneBlock}: blocks every signal, clones, and
     * restores the mask in the parent before it returns. The child goes on in the interpreter.
     *
     * <p>One native call on purpose: with its signals blocked, a thread that returns to Java
     * crashes the JVM at the next implicit null check, which is a SIGSEGV.
     */
    public static byte[] cloneInto(Arch arch) {
        return arch == Arch.X86_64 ? X86Code.cloneInto() : Arm64Code.cloneInto();
    }

    /** What an ELF starts with: runs the program whose header stands at {@code base}. */
    public static byte[] interpreter(Arch arch, int base) {
        return arch == Arch.X86_64 ? X86Code.interpreter(base) : Arm64Code.interpreter(base);
    }

    /**
     * {@code void handler(int signal)}: {@code tgkill(process, thread, signal)}. Behind it, at
     * {@link #relayReturn}, stands what a handler returns to where the kernel wants that told.
     */
    public static byte[] signalRelay(Arch arch, int process, int thread) {
        return arch == Arch.X86_64
                ? X86Code.signalRelay(process, thread)
                : Arm64Code.signalRelay(process, thread);
    }

    /** Where {@code rt_sigreturn} stands in it; 0 where the kernel has its own (aarch64). */
    public static int relayReturn(Arch arch) {
        return arch == Arch.X86_64 ? X86Code.RELAY_RETURN : 0;
    }
}
