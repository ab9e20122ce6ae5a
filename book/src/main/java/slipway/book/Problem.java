package slipway.book;

/**
 * Why there is no book.
 *
 * @param what is wrong, with the value that is
 * @param advice what to do about it
 */
record Problem(Place place, String what, String advice) {
    @Override
    public String toString() {
        return place + ": " + what + "\n    " + advice;
    }
}
