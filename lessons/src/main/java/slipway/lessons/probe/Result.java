package slipway.lessons.probe;

/** How a probe ended. */
public enum Result {
    HOLDS("holds here"),
    DOES_NOT_HOLD("does not hold here"),

    /** The machine, or who asks, does not allow the experiment. */
    CANNOT_JUDGE("cannot judge here");

    private final String words;

    Result(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
