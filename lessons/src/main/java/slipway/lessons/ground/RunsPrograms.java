package slipway.lessons.ground;

import slipway.linux.Fd;
import slipway.plan.Exec;
import slipway.plan.launch.Launch;

/** Exercise 0.2: the first piece of your own runtime starts a program and waits for it. */
public interface RunsPrograms {
    /**
     * Says how the program is to be started. Starts nothing: the kit does that with your answer.
     *
     * @param program what the process becomes
     * @param stdin what it reads as descriptor 0
     * @param stdout what it writes to as descriptor 1
     * @param stderr what it writes to as descriptor 2
     */
    Launch launch(Exec program, Fd stdin, Fd stdout, Fd stderr);

    /** Waits for the end of the program, and returns what {@code $?} would be in a shell. */
    int finish(Started program);
}
