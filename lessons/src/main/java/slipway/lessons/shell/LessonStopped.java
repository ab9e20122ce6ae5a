package slipway.lessons.shell;

import slipway.linux.ForPeople;

/** A lesson could not go on: at which line, with which snippet, and why. */
final class LessonStopped extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    LessonStopped(int line, String snippet, String why) {
        super("line " + line + ": " + why + "\n  in  " + snippet.replace("\n", "\n      "));
    }
}
