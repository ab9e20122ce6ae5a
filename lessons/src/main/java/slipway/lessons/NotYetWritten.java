package slipway.lessons;

/** Thrown by the parts of an exercise that wait for the learner. */
public final class NotYetWritten extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotYetWritten(String whatToDo) {
        super(whatToDo);
    }
}
