package slipway.unionfs;

import slipway.linux.ForPeople;

/** The store is not as it must be, or is in use: what, and what to try. */
public final class StoreProblem extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    public StoreProblem(String what, String advice) {
        super(what + ". Try: " + advice);
    }
}
