package slipway.lessons.shell;

import slipway.linux.ForPeople;

/** A lesson cannot be taken: what is wrong, and what to try. */
final class LessonError extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    LessonError(String wrong, String advice) {
        super(wrong + ". Try: " + advice);
    }
}
