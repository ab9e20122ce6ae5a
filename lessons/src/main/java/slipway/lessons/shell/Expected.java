package slipway.lessons.shell;

import slipway.linux.ForPeople;

/** What a lesson says is not what this machine did: the lesson stops there. */
public final class Expected extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    Expected(String what, String seen) {
        super("the lesson says: " + what + ". But this was seen: " + seen);
    }
}
