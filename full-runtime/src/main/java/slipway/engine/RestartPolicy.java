package slipway.engine;

import slipway.linux.ExitStatus;

/**
 * When a container is started again that has ended by itself.
 *
 * @param most how often at most, in a row; 0 for any number
 */
public record RestartPolicy(Kind kind, int most) {
    public static final RestartPolicy NO = new RestartPolicy(Kind.NO, 0);

    /** As docker names them. */
    public enum Kind {
        NO("no"),
        ON_FAILURE("on-failure"),
        ALWAYS("always"),
        UNLESS_STOPPED("unless-stopped");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * {@code no}, {@code always}, {@code unless-stopped}, {@code on-failure} or {@code
     * on-failure:3}.
     *
     * @throws EngineProblem if it is none of them
     */
    public static RestartPolicy parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (Kind kind : Kind.values()) {
            if (!kind.word.equals(word)) continue;
            if (colon < 0) return new RestartPolicy(kind, 0);
            if (kind != Kind.ON_FAILURE) break;
            return new RestartPolicy(kind, count(text, text.substring(colon + 1)));
        }
        throw wrong(text);
    }

    private static int count(String text, String number) {
        try {
            int count = Integer.parseInt(number);
            if (count >= 0) return count;
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static EngineProblem wrong(String text) {
        return new EngineProblem(
                "--restart " + text + " is not understood",
                "no, on-failure, on-failure:3, always or unless-stopped");
    }

    /** Whether a keeper has somebody to call when its container has ended. */
    boolean mayRestart() {
        return kind != Kind.NO;
    }

    /** Whether it pauses also before the restart of what has ended well. */
    boolean afterSuccess() {
        return kind != Kind.ON_FAILURE;
    }

    boolean restarts(ExitStatus status, int restarts) {
        if (kind == Kind.NO) return false;
        if (kind != Kind.ON_FAILURE) return true;
        return status.shellCode() != 0 && (most == 0 || restarts < most);
    }

    /** As {@link #parse} takes it. */
    public String text() {
        return kind.word + (most == 0 ? "" : ":" + most);
    }
}
