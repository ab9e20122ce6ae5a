package slipway.plan;

/**
 * A text is not a plan as {@link PlanJson} writes them: where, as a JSON path, and what is wrong.
 */
public final class UnreadablePlan extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    UnreadablePlan(String path, String what) {
        super("not a plan: " + path + ": " + what);
        this.path = path;
    }

    UnreadablePlan(String path, Throwable cause) {
        super("not a plan: " + path + ": " + cause.getMessage(), cause);
        this.path = path;
    }

    /** Where in the text, as in {@code $.steps[2].why}. */
    public String path() {
        return path;
    }
}
