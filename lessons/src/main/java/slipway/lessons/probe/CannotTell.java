package slipway.lessons.probe;

/** Ends an experiment: this machine does not let it find out. */
final class CannotTell extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotTell(String reason) {
        super(reason);
    }
}
