package slipway.linux;

/**
 * The kernel, as the rest of Slipway sees it: one system call at a time, given as a value.
 *
 * <p>Two implementations keep the same contract: the real one, and one in the tests that records.
 */
public interface Kernel {
    /**
     * Makes the call and returns what the kernel returned (never negative, except for the few calls
     * whose result is a pointer).
     *
     * <p>An {@link Arg.Bytes} that the kernel writes to is written back into its array.
     *
     * @throws SyscallException with the call, the errno, and advice
     * @throws IllegalArgumentException for an {@link Arg.Result}: those belong to plans, whose
     *     runner replaces them first
     */
    long call(Call call);
}
