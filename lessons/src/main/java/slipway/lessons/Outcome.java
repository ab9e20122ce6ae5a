package slipway.lessons;

/** What a check can find. Only {@link #NOT_YET} is the learner's to mend. */
public enum Outcome {
    PASSED("passed"),
    NOT_YET("not yet"),
    CANNOT_JUDGE("cannot judge"),
    BLOCKED("blocked");

    private final String words;

    Outcome(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
