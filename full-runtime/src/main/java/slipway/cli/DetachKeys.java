package slipway.cli;

import java.io.ByteArrayOutputStream;

/**
 * The keys that leave a container's terminal without ending it. Those that may be the beginning of
 * them are held back until it is clear what they are.
 */
final class DetachKeys {
    static final String USUAL = "ctrl-p,ctrl-q";

    private static final String CONTROL = "ctrl-";
    private static final int CONTROL_BITS = 0x1f;

    private final byte[] keys;
    private int pressed;

    private DetachKeys(byte[] keys) {
        this.keys = keys;
    }

    /**
     * Reads docker's form: {@code ctrl-p,ctrl-q}, {@code a,b}; empty for none.
     *
     * @throws UsageError for anything else
     */
    static DetachKeys parse(String text) {
        ByteArrayOutputStream keys = new ByteArrayOutputStream();
        if (text.isEmpty()) return new DetachKeys(new byte[0]);
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            keys.write(key(text.substring(start, end), text));
            start = end + 1;
        }
        return new DetachKeys(keys.toByteArray());
    }

    private static int key(String name, String all) {
        boolean control = name.startsWith(CONTROL) && name.length() == CONTROL.length() + 1;
        char last = name.isEmpty() ? 0 : Character.toUpperCase(name.charAt(name.length() - 1));
        if (control && last >= '@' && last <= '_') return last & CONTROL_BITS;
        if (name.length() == 1 && name.charAt(0) < 0x80) return name.charAt(0);
        throw new UsageError(
                "--detach-keys " + all + ": '" + name + "' is no key",
                "letters and ctrl-LETTER with commas between, as in " + USUAL);
    }

    /**
     * Takes what was typed.
     *
     * @param through gets what the container is to get, now that it is clear
     * @return whether the keys were among it; what is behind them is dropped
     */
    boolean take(byte[] typed, int count, ByteArrayOutputStream through) {
        for (int i = 0; i < count; i++) {
            if (keys.length == 0) {
                through.write(typed[i]);
                continue;
            }
            if (typed[i] != keys[pressed] && pressed > 0) {
                through.write(keys, 0, pressed);
                pressed = 0;
            }
            if (typed[i] != keys[pressed]) {
                through.write(typed[i]);
                continue;
            }
            pressed++;
            if (pressed == keys.length) return true;
        }
        return false;
    }
}
