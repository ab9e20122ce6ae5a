package slipway.lessons.spaces;

import java.util.Optional;

/** Exercise 2.5: the life of process number 1 of a PID namespace. */
public interface ServesAsInit {
    /**
     * Starts the program, serves as init for as long as it runs, and returns the code with which
     * PID 1 is to exit: the program's own, or 128 + n if signal n has ended it.
     *
     * <p>Meanwhile whoever signals PID 1 means the program, and no process of the namespace stays a
     * zombie.
     *
     * @param calls what PID 1 does when you say so; every signal is blocked in it, and so waits
     *     until it is asked for
     */
    int run(Calls calls);

    /** The system calls of PID 1. Each is made by the real process of that number. */
    interface Calls {
        /** {@code fork} and {@code execve}: starts the program, and returns its number. */
        int start();

        /** {@code sigwaitinfo}: waits until a signal is there, and returns its number. */
        int signal();

        /**
         * {@code waitpid(pid, &status, WNOHANG)}: a child that has ended and was not told of
         * before. Empty if there is none at this moment.
         *
         * @param pid of the child that is meant, or -1 for any
         */
        Optional<Ended> reap(int pid);

        /** {@code kill}: sends a signal. If there is no such process, nothing happens. */
        void kill(int pid, int signal);
    }

    /**
     * How a child has ended.
     *
     * @param code with which it exited; 0 if it did not
     * @param signal that ended it; 0 if it exited
     */
    record Ended(int pid, int code, int signal) {}
}
