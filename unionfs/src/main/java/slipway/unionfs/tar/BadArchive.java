package slipway.unionfs.tar;

import slipway.linux.ForPeople;

/** An archive is damaged, or asks for something that is refused: where, what, what to try. */
public final class BadArchive extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "get the archive again, from somebody you trust";

    /**
     * @param what is wrong, with the name of the entry where there is one
     */
    public BadArchive(String what) {
        this(what, AGAIN);
    }

    public BadArchive(String what, String advice) {
        super(what + ". Try: " + advice);
    }

    private BadArchive(String message, BadArchive cause) {
        super(message, cause);
    }

    /** The same, with where it was found. */
    public BadArchive in(String where) {
        return new BadArchive(where + ": " + getMessage(), this);
    }
}
