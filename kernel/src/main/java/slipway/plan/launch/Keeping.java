package slipway.plan.launch;

import java.util.Map;
import java.util.TreeMap;
import slipway.linux.Fd;
import slipway.linux.PidFd;
import slipway.plan.Plan;

/**
 * That a process is not to be a child of ours but of a keeper, which stays when we go.
 *
 * @param fds the descriptors of the keeper; it has none of the container's, and the other way
 *     round, so no number may be in both. One that both need stands under two numbers
 * @param before steps of the keeper before it makes the container, such as to adopt whatever that
 *     will leave behind
 * @param body what the keeper does when the container is complete
 * @param host what we do meanwhile
 */
public record Keeping(Map<Integer, Fd> fds, Plan before, KeeperBody body, Host host) {
    public Keeping {
        fds = new TreeMap<>(fds);
    }

    /** Our part. What it throws ends the keeper and the container. */
    public interface Host {
        /** It has its ids, and {@code whileReady} is done; nothing is mounted yet. */
        void beforeItsWorld(PidFd keeper, PidFd container);

        /** The container runs its program. When this returns, neither needs us any more. */
        void complete(PidFd keeper, PidFd container);
    }
}
