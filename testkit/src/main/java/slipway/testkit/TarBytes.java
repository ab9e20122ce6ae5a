package slipway.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes a tar archive, byte by byte if need be: also one that no tar would write. Texts are
 * written one byte for each char, so that names can be bytes that are no text.
 *
 * @see <a href="https://man.freebsd.org/cgi/man.cgi?query=tar&sektion=5">tar(5)</a>
 */
public final class TarBytes {
    private static final int BLOCK = 512;
    private static final int CHECKSUM = 148;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private byte[] header = {};
    private byte[] content = {};

    public TarBytes file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public TarBytes file(String name, byte[] bytes) {
        return entry('0', name, "", bytes);
    }

    public TarBytes directory(String name) {
        return entry('5', name, "", new byte[0]).field(100, 8, "0000755");
    }

    public TarBytes symlink(String name, String target) {
        return entry('2', name, target, new byte[0]);
    }

    public TarBytes hardLink(String name, String target) {
        return entry('1', name, target, new byte[0]);
    }

    /**
     * @param type 3 for a character device, 4 for a block device
     */
    public TarBytes device(String name, char type, int major, int minor) {
        return entry(type, name, "", new byte[0])
                .field(329, 8, octal(major, 7))
                .field(337, 8, octal(minor, 7));
    }

    /** A pax header for the next entry, of keys and values in turn. */
    public TarBytes pax(String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String record = " " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n";
            int length = record.length();
            while (length != record.length() + Integer.toString(length).length()) length++;
            records.append(length).append(record);
        }
        return paxText(records.toString());
    }

    /** A pax header with any text in it. */
    public TarBytes paxText(String text) {
        return entry('x', "pax", "", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** GNU's way to give the next entry a long name, or a long link with type K. */
    public TarBytes longName(char type, String name) {
        return entry(
                type, "././@LongLink", "", (name + "\0").getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Any entry, of root, with mode 0644 and of the year 2001; what it says can be changed after.
     */
    public TarBytes entry(char type, String name, String link, byte[] bytes) {
        flush();
        header = new byte[BLOCK];
        content = bytes.clone();
        field(0, 100, name).field(157, 100, link).field(156, 1, String.valueOf(type));
        field(100, 8, "0000644").field(108, 8, "0000000").field(116, 8, "0000000");
        field(124, 12, octal(bytes.length, 11)).field(136, 12, octal(1_000_000_000, 11));
        return field(257, 8, "ustar\00000");
    }

    /** Writes a field of the header of the last entry anew; its checksum is put right. */
    public TarBytes field(int offset, int length, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(header, offset, offset + length, (byte) 0);
        System.arraycopy(bytes, 0, header, offset, Math.min(length, bytes.length));
        return this;
    }

    /** Owner of the last entry. */
    public TarBytes owner(int uid, int gid) {
        return field(108, 8, octal(uid, 7)).field(116, 8, octal(gid, 7));
    }

    /** Mode of the last entry. */
    public TarBytes mode(int mode) {
        return field(100, 8, octal(mode, 7));
    }

    /** What the last entry says that its size is. */
    public TarBytes size(String text) {
        return field(124, 12, text);
    }

    /** The archive, with its end. */
    public byte[] bytes() {
        flush();
        return Arrays.copyOf(out.toByteArray(), out.size() + 2 * BLOCK);
    }

    /** The archive without its end, and so many bytes less. */
    public byte[] cutBy(int bytes) {
        flush();
        return Arrays.copyOf(out.toByteArray(), out.size() - bytes);
    }

    private void flush() {
        if (header.length == 0) return;
        Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        byte[] text = (octal(sum, 6) + "\0 ").getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(text, 0, header, CHECKSUM, text.length);
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & BLOCK - 1]);
        header = new byte[0];
        content = new byte[0];
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
