package slipway.engine;

import slipway.linux.ForPeople;

/** Something about a container that stays, in words for people. */
public final class EngineProblem extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private final boolean missing;

    private EngineProblem(String wrong, String advice, boolean missing) {
        super(wrong + ". Try: " + advice);
        this.missing = missing;
    }

    public EngineProblem(String wrong, String advice) {
        this(wrong, advice, false);
    }

    static EngineProblem missing(String name) {
        return new EngineProblem("there is no container " + name, "slipway ps -a", true);
    }

    static EngineProblem unreadable(String what, String why) {
        return new EngineProblem(
                what + " cannot be understood: " + why, "slipway rm -f, and make it again");
    }

    /** Whether there is no such container, or no longer. */
    public boolean isMissing() {
        return missing;
    }
}
