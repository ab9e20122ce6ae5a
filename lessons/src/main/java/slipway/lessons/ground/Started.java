package slipway.lessons.ground;

import java.time.Duration;
import java.util.Optional;
import slipway.linux.ExitStatus;

/** A program that has been started for you. */
public interface Started {
    /** Its number. */
    int pid();

    /** Waits for the end, and reaps: afterwards nothing of the process is left. */
    ExitStatus await();

    /** Waits so long at most; empty when the program still runs then. */
    Optional<ExitStatus> await(Duration atMost);
}
