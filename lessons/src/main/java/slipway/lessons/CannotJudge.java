package slipway.lessons;

/** Ends a check: this machine does not let it find out. Never counts against the learner. */
public final class CannotJudge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotJudge(String reason) {
        super(reason);
    }
}
