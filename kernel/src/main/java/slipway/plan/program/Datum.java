package slipway.plan.program;

import java.util.ArrayList;
import java.util.List;

/** Bytes that a program carries behind its records: a string, a struct, room for a result. */
public final class Datum {
    final byte[] bytes;
    final List<Pointer> pointers = new ArrayList<>();

    /** Where it stands, from the start of the header; known once the program is laid out. */
    int offset = -1;

    /** The 8 bytes at {@code at} are to hold the address of {@code target}. */
    record Pointer(int at, Datum target) {}

    Datum(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What it begins with, before the program runs. */
    public void fill(byte[] text) {
        System.arraycopy(text, 0, bytes, 0, text.length);
    }

    /** The 8 bytes that begin here. */
    public Word word(int at) {
        return new Word(this, null, at);
    }
}
