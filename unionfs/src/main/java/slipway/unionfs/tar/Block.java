package slipway.unionfs.tar;

/** One header block of a tar archive: 512 bytes, numbers in octal, as in tar(5). */
final class Block {
    static final int SIZE = 512;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_END = 156;

    private final byte[] bytes;

    /**
     * @param bytes SIZE of them, looked at whenever something is asked for
     */
    Block(byte[] bytes) {
        this.bytes = bytes;
    }

    boolean isEmpty() {
        for (byte b : bytes) if (b != 0) return false;
        return true;
    }

    /** Whether the checksum fits, taken with or without sign: both are about. */
    boolean isHeader() {
        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < SIZE; i++) {
            byte b = i >= CHECKSUM && i < CHECKSUM_END ? (byte) ' ' : bytes[i];
            unsigned += b & 0xff;
            signed += b;
        }
        long said = octal(CHECKSUM, CHECKSUM_END);
        return said == unsigned || said == signed;
    }

    char type() {
        return (char) (bytes[156] & 0xff);
    }

    /** The name with its prefix; GNU's format has other things in the place of the prefix. */
    String name() {
        String name = text(0, 100);
        boolean posix = bytes[257] == 'u' && bytes[261] == 'r' && bytes[262] == 0;
        if (!posix || bytes[345] == 0) return name;
        return text(345, 500) + "/" + name;
    }

    String link() {
        return text(157, 257);
    }

    int mode() {
        return (int) number(100, 108, "mode") & 07777;
    }

    long uid() {
        return number(108, 116, "user id");
    }

    long gid() {
        return number(116, 124, "group id");
    }

    long size() {
        return number(124, 136, "size");
    }

    long mtime() {
        return number(136, 148, "time");
    }

    long deviceMajor() {
        return number(329, 337, "device number");
    }

    long deviceMinor() {
        return number(337, 345, "device number");
    }

    /** A field of GNU's sparse format. */
    long number(int from, int to, String what) {
        if ((bytes[from] & 0x80) != 0) return binary(from, to, what);
        long value = octal(from, to);
        if (value < 0) throw new BadArchive("a header has a " + what + " that is no number");
        return value;
    }

    boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) if (bytes[i] != 0 && bytes[i] != ' ') return false;
        return true;
    }

    /** GNU's way to write what octal has no room for: big-endian, in two's complement. */
    private long binary(int from, int to, String what) {
        boolean negative = (bytes[from] & 0x40) != 0;
        long value = negative ? -1 : 0;
        for (int i = from; i < to; i++) {
            int b = i == from ? bytes[i] & 0x3f | (negative ? 0xc0 : 0) : bytes[i] & 0xff;
            long upper = value >> 55;
            if (upper != 0 && upper != -1) {
                throw new BadArchive("a header has a " + what + " of more than 64 bits");
            }
            value = value << 8 | b;
        }
        return value;
    }

    /** -1 for what is none; nothing at all is 0. */
    private long octal(int from, int to) {
        int i = from;
        while (i < to && bytes[i] == ' ') i++;
        long value = 0;
        for (; i < to && bytes[i] != 0 && bytes[i] != ' '; i++) {
            if (bytes[i] < '0' || bytes[i] > '7') return -1;
            value = value * 8 + bytes[i] - '0';
        }
        return value;
    }

    private String text(int from, int to) {
        int end = from;
        while (end < to && bytes[end] != 0) end++;
        return RawName.of(bytes, from, end);
    }
}
