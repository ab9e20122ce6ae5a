package slipway.plan.launch;

import slipway.plan.program.Fork;
import slipway.plan.program.ProgramBuilder;

/** What a keeper does once the process that it keeps is complete. It is the parent of it. */
public interface KeeperBody {
    /**
     * Writes it, to the end of the process. What fails and has no label of its own ends the keeper.
     *
     * @param kept its number in our PID namespace, for waitid, and a pidfd of the keeper's for poll
     */
    void write(ProgramBuilder out, Fork.Made kept);
}
