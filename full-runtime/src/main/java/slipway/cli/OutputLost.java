package slipway.cli;

import slipway.linux.ForPeople;

/** What was to be printed could not be. Java's own streams remember only that, and not why. */
final class OutputLost extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    OutputLost() {
        super("standard output could not be written to. Try: df, if it goes to a file");
    }
}
