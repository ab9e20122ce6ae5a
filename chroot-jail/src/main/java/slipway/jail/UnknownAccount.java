package slipway.jail;

import slipway.linux.ForPeople;

/** There is no such user or group in a root file system, or its number cannot be one. */
public final class UnknownAccount extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    UnknownAccount(String message) {
        super(message);
    }
}
