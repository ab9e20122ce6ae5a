package slipway.plan.launch;

import slipway.linux.PidFd;
import slipway.plan.Plan;

/**
 * A container and its keeper. Closing it closes our descriptors and ends neither of them.
 *
 * @param keeper our child: to be reaped by us, if it ends first
 * @param container the keeper's child
 * @param wayBack what takes the host steps back, when both have ended
 */
public record Kept(PidFd keeper, PidFd container, Plan wayBack) implements AutoCloseable {
    @Override
    public void close() {
        keeper.close();
        container.close();
    }
}
