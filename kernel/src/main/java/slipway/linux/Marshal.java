package slipway.linux;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lays the arguments of one call out in native memory. */
final class Marshal implements AutoCloseable {
    private final List<Arg> args;
    private final Memory memory;
    private final int size;
    private final long base;
    private int used;

    /** For calls of our own: pointers lead to where the arguments are. */
    Marshal(List<Arg> args) {
        this.args = args;
        this.size = size(args);
        this.memory = Memory.allocate(Math.max(8, size));
        this.base = memory.address();
    }

    /** For calls of another process: pointers lead to where {@link #bytes} will be there. */
    Marshal(List<Arg> args, long base) {
        this.args = args;
        this.size = size(args);
        this.memory = Memory.allocate(Math.max(8, size));
        this.base = base;
    }

    /** The words to hand to the kernel, in order. */
    long[] words() {
        long[] words = new long[Call.MAX_ARGS];
        for (int i = 0; i < args.size(); i++) words[i] = word(args.get(i));
        return words;
    }

    /** What the pointers lead to; complete after {@link #words}. */
    byte[] bytes() {
        byte[] bytes = new byte[size];
        memory.getBytes(0, bytes, 0, size);
        return bytes;
    }

    /** The same after the call, for {@link #readBack}. */
    void fill(byte[] bytes) {
        memory.putBytes(0, bytes);
    }

    /** Copies what the kernel wrote back into the arrays that it was given. */
    void readBack() {
        used = 0;
        for (int i = 0; i < args.size(); i++) readBack(args.get(i));
    }

    @Override
    public void close() {
        memory.close();
    }

    private long word(Arg arg) {
        if (arg instanceof Arg.Num num) return num.value();
        if (arg instanceof Arg.Flag flag) return flag.value();
        if (arg instanceof Arg.Null) return 0;
        if (arg instanceof Arg.Text text) return put(nulTerminated(text.value()));
        if (arg instanceof Arg.Bytes bytes) return put(bytes.value());
        if (arg instanceof Arg.Words words) return put(words);
        throw new IllegalArgumentException(arg.shown() + " has a meaning only inside a plan");
    }

    private long put(byte[] bytes) {
        int at = take(bytes.length);
        memory.putBytes(at, bytes);
        return base + at;
    }

    private long put(Arg.Words words) {
        int at = take(8 * words.words().size());
        for (int i = 0; i < words.words().size(); i++) {
            memory.putLong(at + 8 * i, word(words.words().get(i)));
        }
        return base + at;
    }

    private void readBack(Arg arg) {
        if (arg instanceof Arg.Text text) {
            take(nulTerminated(text.value()).length);
        } else if (arg instanceof Arg.Bytes bytes) {
            int at = take(bytes.value().length);
            memory.getBytes(at, bytes.value(), 0, bytes.value().length);
        } else if (arg instanceof Arg.Words words) {
            take(8 * words.words().size());
            for (int i = 0; i < words.words().size(); i++) readBack(words.words().get(i));
        }
    }

    private int take(int bytes) {
        int at = used;
        used += aligned(bytes);
        return at;
    }

    private static int size(List<Arg> args) {
        int size = 0;
        for (int i = 0; i < args.size(); i++) {
            Arg arg = args.get(i);
            if (arg instanceof Arg.Text text) size += aligned(nulTerminated(text.value()).length);
            if (arg instanceof Arg.Bytes bytes) size += aligned(bytes.value().length);
            if (arg instanceof Arg.Words words) {
                size += 8 * words.words().size() + size(words.words());
            }
        }
        return size;
    }

    private static int aligned(int bytes) {
        return bytes + 7 & -8;
    }

    static byte[] nulTerminated(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return java.util.Arrays.copyOf(utf8, utf8.length + 1);
    }
}
