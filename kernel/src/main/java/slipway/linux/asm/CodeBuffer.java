package slipway.linux.asm;

import java.util.Arrays;

/** Grows as code is written to it; remembers which jumps still wait for their label. */
abstract class CodeBuffer {
    private byte[] code = new byte[512];
    private int size;
    private int[] jumpAt = new int[32];
    private Label[] jumpTo = new Label[32];
    private int jumps;

    /** A place in the code, known once {@link #bind} has been called with it. */
    static final class Label {
        private int offset = -1;
    }

    /** From here on the label means the next instruction. */
    final void bind(Label label) {
        label.offset = size;
    }

    final int size() {
        return size;
    }

    final void emit8(int value) {
        if (size == code.length) code = Arrays.copyOf(code, 2 * size);
        code[size++] = (byte) value;
    }

    final void emit32(int value) {
        for (int i = 0; i < 4; i++) emit8(value >> (8 * i));
    }

    final int read32(int at) {
        int value = 0;
        for (int i = 3; i >= 0; i--) value = value << 8 | code[at + i] & 0xff;
        return value;
    }

    final void patch8(int at, int value) {
        code[at] = (byte) value;
    }

    final void patch32(int at, int value) {
        for (int i = 0; i < 4; i++) code[at + i] = (byte) (value >> (8 * i));
    }

    /** Notes that the bytes at {@code at} are to be completed with the way to {@code label}. */
    final void jumpHere(int at, Label label) {
        if (jumps == jumpAt.length) {
            jumpAt = Arrays.copyOf(jumpAt, 2 * jumps);
            jumpTo = Arrays.copyOf(jumpTo, 2 * jumps);
        }
        jumpAt[jumps] = at;
        jumpTo[jumps++] = label;
    }

    /** Completes the jump at {@code at}; {@code distance} is counted from {@code at}. */
    abstract void complete(int at, int distance);

    /** The finished code. */
    final byte[] bytes() {
        for (int i = 0; i < jumps; i++) {
            if (jumpTo[i].offset < 0)
                throw new IllegalStateException("a jump to a label never bound");
            complete(jumpAt[i], jumpTo[i].offset - jumpAt[i]);
        }
        return Arrays.copyOf(code, size);
    }
}
