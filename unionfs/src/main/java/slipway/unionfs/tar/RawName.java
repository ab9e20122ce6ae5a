package slipway.unionfs.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Names of files as tar and the kernel have them: bytes, in no encoding that anybody vouches for.
 * In here such a name is a String of which each char is one byte, so that none is lost.
 */
public final class RawName {
    private RawName() {}

    static String of(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The bytes, with the NUL behind them that the kernel wants. */
    public static byte[] terminated(String raw) {
        byte[] bytes = new byte[raw.length() + 1];
        for (int i = 0; i < raw.length(); i++) bytes[i] = (byte) raw.charAt(i);
        return bytes;
    }

    /** For people: as UTF-8 if it is that, and nothing in it that could move a cursor. */
    public static String shown(String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        String text = raw;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            text = raw; // byte for byte, then
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < 200; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? '?' : c);
        }
        return shown.toString();
    }
}
