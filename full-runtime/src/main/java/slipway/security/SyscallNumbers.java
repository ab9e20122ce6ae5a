package slipway.security;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import slipway.linux.Arch;

/** The numbers of all system calls by name, for the kinds of calls that one machine takes. */
final class SyscallNumbers {
    private static final int NONE = -1;
    private static final int COLUMNS = 3;

    private final Map<String, int[]> numbers;

    private SyscallNumbers(Map<String, int[]> numbers) {
        this.numbers = numbers;
    }

    /** A kind of calls: a column of the table, and the number by which the kernel tells it. */
    enum Kind {
        X86_64(0, 0xC000003E),
        I386(1, 0x40000003),
        AARCH64(2, 0xC00000B7);

        private final int column;
        private final int audit;

        Kind(int column, int audit) {
            this.column = column;
            this.audit = audit;
        }

        /** {@code AUDIT_ARCH_*} of linux/audit.h. */
        int audit() {
            return audit;
        }

        static Kind of(Arch arch) {
            return arch == Arch.X86_64 ? X86_64 : AARCH64;
        }
    }

    static SyscallNumbers read() {
        try (InputStream in = SyscallNumbers.class.getResourceAsStream("syscall-numbers.txt")) {
            if (in == null) throw new IllegalStateException("the table is not in the jar");
            return new SyscallNumbers(parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The number, or minus one where that kind has no such call. */
    int of(String name, Kind kind) {
        int[] row = numbers.get(name);
        return row == null ? NONE : row[kind.column];
    }

    private static Map<String, int[]> parse(byte[] text) {
        Map<String, int[]> numbers = new HashMap<>(1024);
        int at = 0;
        while (at < text.length) {
            int end = at;
            while (text[end] != '\n') end++;
            if (text[at] != '#') line(text, at, numbers);
            at = end + 1;
        }
        return numbers;
    }

    private static void line(byte[] text, int start, Map<String, int[]> numbers) {
        int at = start;
        while (text[at] != ' ') at++;
        String name = new String(text, start, at - start, StandardCharsets.US_ASCII);
        int[] row = new int[COLUMNS];
        for (int column = 0; column < COLUMNS; column++) {
            at++;
            int value = text[at] == '-' ? NONE : 0;
            for (; text[at] != ' ' && text[at] != '\n'; at++) {
                if (value != NONE) value = 10 * value + text[at] - '0';
            }
            row[column] = value;
        }
        numbers.put(name, row);
    }
}
