package slipway.lessons.desk;

/** The process with the learner's code is no more, or does not speak as it should. */
public final class LearnerEnded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LearnerEnded(String how) {
        super(how);
    }
}
