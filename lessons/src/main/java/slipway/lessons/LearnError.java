package slipway.lessons;

import slipway.linux.ForPeople;

/** A command of {@code learn} cannot be done: what is wrong, and what to try. */
public final class LearnError extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    LearnError(String wrong, String advice) {
        super(wrong + ". Try: " + advice);
    }
}
