package slipway.lessons.ground;

import slipway.linux.Call;

/**
 * The C library's manners, on top of the real kernel: a call that fails returns -1 and puts its
 * reason into {@code errno}; one that succeeds leaves {@code errno} as it was.
 */
public interface LibC {
    /** What the call returned, or -1. */
    long call(Call call);

    /** The number of the last error; 0 if there was none. */
    int errno();

    /**
     * Notes something down, as {@code printf} does; and as {@code printf} it first asks whether its
     * output is a terminal, which it is not: {@code errno} is ENOTTY then.
     */
    void log(String text);
}
