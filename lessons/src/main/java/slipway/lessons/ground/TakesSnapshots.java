package slipway.lessons.ground;

import java.io.IOException;

/** Exercise 0.1: what there is to know about a process, read from outside. */
public interface TakesSnapshots {
    /**
     * Reads what the kernel says about a process now.
     *
     * @throws IOException if the process is gone
     */
    Snapshot of(int pid) throws IOException;
}
