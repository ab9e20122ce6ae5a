package slipway.security;

/**
 * Writes a classic BPF program from its end to its beginning. Jumps in such a program only go
 * forwards, so that the place to jump to is always known already.
 *
 * <p>A label is the number of instructions that there were once its instruction had been written.
 *
 * @see <a href="https://www.kernel.org/doc/html/latest/networking/filter.html">BPF</a>
 */
final class BpfWriter {
    private static final int LD_W_ABS = 0x20;
    private static final int AND_K = 0x54;
    private static final int JA = 0x05;
    private static final int RET_K = 0x06;
    static final int JEQ_K = 0x15;
    static final int JGT_K = 0x25;
    static final int JGE_K = 0x35;

    /** BPF_MAXINSNS of the kernel. */
    private static final int MOST = 4096;

    private static final int FARTHEST = 255;
    private static final int SIZE = 8;

    private final long[] backwards = new long[MOST];
    private int count;

    /** {@code A = data[offset]}, four bytes of struct seccomp_data. Goes on at what was last. */
    int load(int offset) {
        return add(LD_W_ABS, 0, 0, offset);
    }

    /** {@code A &= mask}. Goes on at what was written last. */
    int and(int mask) {
        return add(AND_K, 0, 0, mask);
    }

    int answer(int action) {
        return add(RET_K, 0, 0, action);
    }

    int jump(int label) {
        return add(JA, 0, 0, count - label);
    }

    /** Compares A with {@code value}, unsigned, and goes on at one of the labels. */
    int branch(int comparison, int value, int ifSo, int ifNot) {
        int so = ifSo;
        int not = ifNot;
        // One more for the other one, which may have to be brought nearer as well.
        if (count - so > FARTHEST - 1) so = jump(so);
        if (count - not > FARTHEST) not = jump(not);
        return add(comparison, count - so, count - not, value);
    }

    /** An array of struct sock_filter. */
    byte[] bytes() {
        byte[] out = new byte[count * SIZE];
        for (int i = 0; i < count; i++) {
            long instruction = backwards[count - 1 - i];
            for (int j = 0; j < SIZE; j++) out[SIZE * i + j] = (byte) (instruction >>> 8 * j);
        }
        return out;
    }

    private int add(int code, int ifSo, int ifNot, int value) {
        if (count == MOST) throw new TooLong();
        backwards[count] = code | (long) ifSo << 16 | (long) ifNot << 24 | (long) value << 32;
        count++;
        return count;
    }

    /** The kernel takes no longer program. */
    static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super(
                    "the seccomp filter has more than "
                            + MOST
                            + " instructions, the most that the kernel takes. Try: fewer rules"
                            + " with conditions on arguments");
        }
    }
}
