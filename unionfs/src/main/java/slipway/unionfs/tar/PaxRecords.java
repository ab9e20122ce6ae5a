package slipway.unionfs.tar;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pax header says besides the block that it stands before: {@code LENGTH KEY=VALUE\n}. A
 * value is bytes, for those of extended attributes are.
 */
final class PaxRecords {
    private static final String XATTR = "SCHILY.xattr.";

    private final Map<String, byte[]> values = new HashMap<>();

    /** Adds to what is known already; a later record replaces an earlier one. */
    void add(byte[] bytes) {
        for (int at = 0; at < bytes.length; ) {
            int blank = at;
            int length = 0;
            while (blank < bytes.length && bytes[blank] != ' ') {
                int digit = bytes[blank++] - '0';
                if (digit < 0 || digit > 9 || length > bytes.length) throw malformed();
                length = 10 * length + digit;
            }
            int end = at + length;
            if (blank - at > 10 || end > bytes.length || end <= blank + 1) throw malformed();
            if (bytes[end - 1] != '\n') throw malformed();
            int equals = blank + 1;
            while (equals < end && bytes[equals] != '=') equals++;
            if (equals == end) throw malformed();
            String key = RawName.of(bytes, blank + 1, equals);
            byte[] value = new byte[end - 1 - (equals + 1)];
            System.arraycopy(bytes, equals + 1, value, 0, value.length);
            if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
                values.merge("GNU.sparse.map", value, PaxRecords::listed);
            } else {
                values.put(key, value);
            }
            at = end;
        }
    }

    /**
     * GNU tar 1.14 gave each piece of a file two records of its own; since then there is a list.
     */
    private static byte[] listed(byte[] list, byte[] more) {
        byte[] longer = java.util.Arrays.copyOf(list, list.length + 1 + more.length);
        longer[list.length] = ',';
        System.arraycopy(more, 0, longer, list.length + 1, more.length);
        return longer;
    }

    void clear() {
        values.clear();
    }

    /** A text, or what the block says; an empty value means that too. */
    String text(String key, String otherwise) {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) return otherwise;
        for (byte b : value) {
            if (b == 0) throw new BadArchive("a pax header has a NUL in " + RawName.shown(key));
        }
        return RawName.of(value, 0, value.length);
    }

    long number(String key, long otherwise) {
        byte[] value = values.get(key);
        if (value == null || value.length == 0) return otherwise;
        try {
            return Long.parseLong(new String(value, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            throw new BadArchive("a pax header has a " + RawName.shown(key) + " that is no number");
        }
    }

    /** Seconds, and nanoseconds counted upwards from them. */
    long[] time(String key, long otherwise) {
        String text = text(key, "");
        if (text.isEmpty()) return new long[] {otherwise, 0};
        try {
            java.math.BigDecimal time = new java.math.BigDecimal(text);
            if (time.precision() > 40 || Math.abs(time.scale()) > 40) throw malformed();
            java.math.BigDecimal seconds = time.setScale(0, java.math.RoundingMode.FLOOR);
            long nanos = time.subtract(seconds).movePointRight(9).longValue();
            return new long[] {seconds.longValueExact(), nanos};
        } catch (ArithmeticException e) {
            throw malformed();
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    Map<String, byte[]> xattrs() {
        Map<String, byte[]> xattrs = new LinkedHashMap<>();
        for (Map.Entry<String, byte[]> record : values.entrySet()) {
            String key = record.getKey();
            if (!key.startsWith(XATTR)) continue;
            xattrs.put(key.substring(XATTR.length()), record.getValue());
        }
        return xattrs;
    }

    byte @Nullable [] bytes(String key) {
        return values.get(key);
    }

    private static BadArchive malformed() {
        return new BadArchive("a pax header is malformed");
    }
}
