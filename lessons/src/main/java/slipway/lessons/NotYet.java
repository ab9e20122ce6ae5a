package slipway.lessons;

/** Ends a check: what was observed is not what should be. */
public final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param observed a whole sentence about what was seen, with the values
     */
    public NotYet(String observed) {
        super(observed);
    }
}
