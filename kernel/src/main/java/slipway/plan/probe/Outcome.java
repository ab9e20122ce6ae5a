package slipway.plan.probe;

/** How a probe ended. */
public enum Outcome {
    /** The calls were made, and did what they should. */
    WORKS("works"),

    /** The kernel has it, and says no to this user, here. */
    REFUSED("refused"),

    /** The kernel, or the machine, does not have it. */
    ABSENT("absent");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
