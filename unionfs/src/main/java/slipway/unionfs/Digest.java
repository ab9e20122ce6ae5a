package slipway.unionfs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What content is called after: {@code sha256:} and 64 hexadecimal digits. A wrong one cannot be
 * made, so that it is safe as the name of a file.
 *
 * @param hex the digits
 */
public record Digest(String hex) {
    private static final String PREFIX = "sha256:";
    private static final int DIGITS = 64;

    public Digest {
        if (!isHex(hex) || hex.length() != DIGITS) {
            throw new IllegalArgumentException(hex + " is not 64 hexadecimal digits");
        }
    }

    /** Whether this is {@code sha256:} and 64 digits. */
    public static boolean isOne(String text) {
        return text.startsWith(PREFIX)
                && text.length() == PREFIX.length() + DIGITS
                && isHex(text.substring(PREFIX.length()));
    }

    /**
     * @throws IllegalArgumentException if it is not {@link #isOne}
     */
    public static Digest parse(String text) {
        if (!isOne(text)) throw new IllegalArgumentException(text + " is no sha256 digest");
        return new Digest(text.substring(PREFIX.length()));
    }

    public static Digest of(byte[] content) {
        MessageDigest sum = sha256();
        sum.update(content);
        return of(sum);
    }

    /** The end of a sum. */
    static Digest of(MessageDigest sum) {
        StringBuilder hex = new StringBuilder(DIGITS);
        for (byte b : sum.digest()) {
            hex.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        return new Digest(hex.toString());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Twelve digits, for people. */
    public String brief() {
        return hex.substring(0, 12);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }
}
