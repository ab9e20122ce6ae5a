package slipway.cli;

import slipway.linux.ForPeople;

/** The words do not make a command: what is wrong, and what to try. */
final class UsageError extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    UsageError(String wrong, String advice) {
        super(wrong + ". Try: " + advice);
    }
}
