package slipway.linux;

/**
 * How a process ended: by itself, with a code from 0 to 255, or by a signal. The two are told
 * apart, as the kernel does: a program may exit with 137 without having been killed.
 *
 * @param code the exit code, or -1 after a signal
 * @param signal the signal's number, or 0 after an exit
 */
public record ExitStatus(int code, int signal) {
    private static final int SHELL_SIGNAL_BASE = 128;

    public static ExitStatus exited(int code) {
        return new ExitStatus(code, 0);
    }

    public static ExitStatus killedBy(int signal) {
        return new ExitStatus(-1, signal);
    }

    // tag::status[]
    /** What a shell, and docker, would report: the code, or 128 plus the signal. */
    public int shellCode() {
        return signal == 0 ? code : SHELL_SIGNAL_BASE + signal;
    }

    // end::status[]

    @Override
    public String toString() {
        return signal == 0 ? "exit " + code : "killed by " + Family.SIGNAL.describe(signal);
    }
}
