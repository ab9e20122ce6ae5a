package slipway.lessons.jail;

import java.util.List;
import slipway.plan.Step;

/** Exercise 1.3: what programs expect to find in every root. */
public interface FurnishesRoots {
    /**
     * The steps, in order, after which a process is locked into {@code root}, and finds there
     * {@code /dev} with six devices, {@code /proc} and {@code /tmp}.
     *
     * <p>The process is the first of a PID namespace of its own, and what it mounts nobody else
     * sees. Its umask is 0. The folder is empty before your steps.
     *
     * @param root absolute path of the folder that is to become /
     */
    List<Step> enter(String root);
}
