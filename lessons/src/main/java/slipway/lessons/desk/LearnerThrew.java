package slipway.lessons.desk;

/** The learner's code ended with an exception, over there. */
public final class LearnerThrew extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;
    private final String message;
    private final String at;

    LearnerThrew(String type, String message, String at) {
        super(message);
        this.type = type;
        this.message = message;
        this.at = at;
    }

    /** Whether it was only that this part has not been begun. */
    public boolean isNotYetWritten() {
        return type.equals(Visible.NOT_YET_WRITTEN);
    }

    /** The exception and the line of the learner's file, as one sentence. */
    public String shown() {
        String what = message.isEmpty() ? type : type + ": " + message;
        return "Your code threw " + what + (at.isEmpty() ? "." : " (" + at + ").");
    }
}
