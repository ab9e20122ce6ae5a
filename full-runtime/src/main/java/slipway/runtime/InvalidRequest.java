package slipway.runtime;

import slipway.linux.ForPeople;

/**
 * A wish that cannot be granted as it is: which part, what it is, what was expected, where to read.
 */
public final class InvalidRequest extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    public InvalidRequest(String what, String is, String expected, String help) {
        super(what + " " + is + "; expected " + expected + ". Try: slipway " + help);
    }
}
