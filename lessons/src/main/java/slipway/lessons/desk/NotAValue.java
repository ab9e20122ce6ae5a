package slipway.lessons.desk;

/** Something was to go over the line that cannot; in words for the learner. */
public final class NotAValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotAValue(String message) {
        super(message);
    }
}
