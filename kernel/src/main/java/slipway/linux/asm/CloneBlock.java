package slipway.linux.asm;

/** The memory that the clone stub is handed: what it needs, by byte offset. */
public final class CloneBlock {
    /** A signal set with every signal in it. */
    public static final int ALL_SIGNALS = 0;

    /** The mask of the calling thread is kept here meanwhile. */
    public static final int OLD_MASK = 8;

    /** Number of clone3; a test writes a wrong one here and gets ENOSYS. */
    public static final int CLONE3_NUMBER = 16;

    /** Address of {@code struct clone_args}, and its size. */
    public static final int CLONE3_ARGS = 24;

    public static final int CLONE3_SIZE = 32;

    /** The older call, for kernels and seccomp profiles that answer ENOSYS to clone3. */
    public static final int CLONE_NUMBER = 40;

    /** Flags and exit signal in one word, as clone wants them. */
    public static final int CLONE_FLAGS = 48;

    /** The upper end of the child's stack. */
    public static final int CLONE_STACK = 56;

    /** Where clone writes the pidfd. */
    public static final int CLONE_PIDFD = 64;

    /** The program that the child runs. */
    public static final int PROGRAM = 72;

    /** The stub keeps the result here while it restores the mask. */
    public static final int RESULT = 80;

    public static final int SIZE = 88;

    private CloneBlock() {}
}
