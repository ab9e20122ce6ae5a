package slipway.linux.asm;

/**
 * The shape of a launcher program in memory, shared by the machine code that runs it and the Java
 * that writes it. All offsets in bytes; {@code docs/program.md} explains them.
 */
public final class RecordLayout {
    /** Before the first record stands a header of this size. */
    public static final int HEADER = 64;

    /** Results that nobody wants are stored here. */
    public static final int SCRATCH = 0;

    /** The errno of the last call that failed. */
    public static final int ERRNO = 8;

    /** Where the record that failed starts, from the start of the header. */
    public static final int FAILED = 16;

    /** Always zero: what an unconditional branch compares. */
    public static final int ZERO = 24;

    /** Each record has this size. */
    public static final int RECORD = 64;

    public static final int KIND = 0;

    /** System call number, width of a copy, or condition of a branch. */
    public static final int DETAIL = 4;

    /** Six words of arguments. */
    public static final int ARGUMENTS = 8;

    /** Where the result goes, from the start of the header; 32 bits. */
    public static final int RESULT = 56;

    /**
     * The record to go on with after an error or a branch, from the start of the header; 32 bits.
     */
    public static final int TARGET = 60;

    public static final int SYSCALL = 0;
    public static final int COPY = 1;
    public static final int ADD = 2;
    public static final int BRANCH = 3;

    public static final int IF_EQUAL = 0;
    public static final int IF_NOT_EQUAL = 1;
    public static final int IF_BELOW = 2;

    private RecordLayout() {}

    /** Where argument {@code index} of a record stands, from the start of the record. */
    public static int argument(int index) {
        return ARGUMENTS + 8 * index;
    }
}
