package slipway.linux;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a system call, typed, so that the same value can be printed as strace would print
 * it, handed to the kernel from the JVM, or written into a launcher program.
 */
public sealed interface Arg {
    Arg NULL = new Null();

    /** The argument as strace shows it. */
    String shown();

    /** A plain number: a mode, a size, an id. {@code shown} may differ, as in {@code 0755}. */
    record Num(long value, String shown) implements Arg {
        public Num(long value) {
            this(value, Long.toString(value));
        }
    }

    /** A bit mask or a constant, shown by name. */
    record Flag(long value, Family family) implements Arg {
        @Override
        public String shown() {
            return family.describe(value);
        }
    }

    /** A path or other string, passed as a pointer to NUL-terminated UTF-8. */
    record Text(String value) implements Arg {
        @Override
        public String shown() {
            return quote(value);
        }
    }

    /** Bytes passed by pointer: a struct without pointers, or room for one. Equal by content. */
    record Bytes(byte[] value, Shown look) implements Arg {
        public Bytes(byte[] value, String shown) {
            this(value, Shown.of(shown));
        }

        @Override
        public String shown() {
            return look.text();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes bytes
                    && Arrays.equals(value, bytes.value)
                    && look.equals(bytes.look);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(value) + look.hashCode();
        }
    }

    /** A struct or array of 8-byte words passed by pointer; a word may itself be a pointer. */
    record Words(List<Arg> words, Shown look) implements Arg {
        public Words {
            words = List.copyOf(words);
        }

        public Words(List<Arg> words, String shown) {
            this(words, Shown.of(shown));
        }

        @Override
        public String shown() {
            return look.text();
        }
    }

    /** The result of an earlier call of the same plan, by the name given to it there. */
    record Result(String name) implements Arg {
        @Override
        public String shown() {
            return "$" + name;
        }
    }

    /** The null pointer. */
    record Null() implements Arg {
        @Override
        public String shown() {
            return "NULL";
        }
    }

    static Arg num(long value) {
        return new Num(value);
    }

    static Arg text(String value) {
        return new Text(value);
    }

    static Arg flag(long value, Family family) {
        return new Flag(value, family);
    }

    /** A file mode, shown in octal as everybody reads it. */
    static Arg mode(int mode) {
        return new Num(mode, mode == 0 ? "0" : "0" + Integer.toOctalString(mode));
    }

    static Arg result(String name) {
        return new Result(name);
    }

    /** The value in double quotes, with what does not print escaped as strace does. */
    static String quote(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c == '\n') quoted.append("\\n");
            else if (c == '\t') quoted.append("\\t");
            else if (c == '\r') quoted.append("\\r");
            else if (c < ' ' || c == 0x7f) quoted.append("\\x").append(hex(c >> 4)).append(hex(c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    private static char hex(int nibble) {
        return "0123456789abcdef".charAt(nibble & 15);
    }
}
