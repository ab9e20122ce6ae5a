package slipway.cli;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Words and variables as our caller wrote them. Java reads them as the locale says, and under
 * {@code LANG=C} (cron, systemd, most containers) every byte beyond ASCII is lost. The kernel has
 * kept them, and here they are UTF-8 in every locale.
 */
final class Verbatim {
    private Verbatim() {}

    /**
     * The words of the command line.
     *
     * @param last what Java made of the last of them
     * @throws UsageError for a word that is not UTF-8
     */
    static String[] words(String[] last) {
        boolean plain = true;
        for (String word : last) plain &= isAscii(word);
        if (plain) return last;
        List<byte[]> all = read("/proc/self/cmdline");
        String[] words = new String[last.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = text(all.get(all.size() - words.length + i));
        }
        return words;
    }

    /** The value of one of our variables; null if we do not have it. */
    static @Nullable String variable(String name) {
        String value = System.getenv(name);
        if (isAscii(name) && (value == null || isAscii(value))) return value;
        String prefix = name + "=";
        for (byte[] variable : read("/proc/self/environ")) {
            String text = new String(variable, StandardCharsets.UTF_8);
            if (text.startsWith(prefix)) return text(variable).substring(prefix.length());
        }
        return null;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) >= 0x80) return false;
        return true;
    }

    /** The pieces of a file of /proc that each end with a NUL. */
    static List<byte[]> read(String file) {
        byte[] bytes;
        try (FileInputStream in = new FileInputStream(file)) {
            bytes = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<byte[]> pieces = new ArrayList<>();
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] != 0) continue;
            pieces.add(java.util.Arrays.copyOfRange(bytes, start, end));
            start = end + 1;
        }
        return pieces;
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new UsageError(
                    "'" + new String(bytes, StandardCharsets.UTF_8) + "' is not UTF-8",
                    "to pass such bytes in a file or through standard input");
        }
    }
}
