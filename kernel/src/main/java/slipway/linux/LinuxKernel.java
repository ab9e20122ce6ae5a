package slipway.linux;

/**
 * The kernel of this machine. Every call is made on the calling thread and in the JVM's own
 * process; what must happen in a container's process is a plan for the launcher instead.
 *
 * <p>What it does not do: calls that need a sixth argument other than 0, and calls that never
 * return to Java in one piece (fork, vfork, clone, exit).
 */
public final class LinuxKernel implements Kernel {
    public static final LinuxKernel INSTANCE = new LinuxKernel();

    /**
     * Both the tool {@code jshell} and the process in which its snippets run were started with a
     * name in this package.
     */
    private static final boolean GUARDED =
            System.getProperty("sun.java.command", "").startsWith("jdk.jshell");

    private final Arch arch = Arch.current();

    private LinuxKernel() {}

    /** Whether this is a JShell session: there a {@link HostGuard} looks at each call first. */
    public static boolean isGuarded() {
        return GUARDED;
    }

    // tag::call[]
    @Override
    public long call(Call call) {
        if (GUARDED) HostGuard.check(call);
        try (Marshal arguments = new Marshal(call.args())) {
            long[] w = arguments.words();
            if (w[5] != 0) throw new IllegalArgumentException(call + ": a sixth argument");
            int number = call.syscall().number(arch);
            long result = Native.syscall(number, w[0], w[1], w[2], w[3], w[4]);
            if (result < 0 && result >= -4095) throw refused(call, result);
            arguments.readBack();
            return result;
        }
    }

    // end::call[]

    /** The call with arguments that are all plain words, without the detour over values. */
    static long quick(Syscall syscall, long a1, long a2, long a3, long a4, long a5) {
        long result = Native.syscall(syscall.number(INSTANCE.arch), a1, a2, a3, a4, a5);
        if (result < 0 && result >= -4095) {
            throw refused(
                    Call.of(
                            syscall,
                            Arg.num(a1),
                            Arg.num(a2),
                            Arg.num(a3),
                            Arg.num(a4),
                            Arg.num(a5)),
                    result);
        }
        return result;
    }

    static SyscallException refused(Call call, long result) {
        return new SyscallException(call, Errno.of((int) -result));
    }
}
