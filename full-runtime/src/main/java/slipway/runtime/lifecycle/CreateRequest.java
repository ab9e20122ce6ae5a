package slipway.runtime.lifecycle;

import java.util.Map;
import slipway.linux.Fd;

/**
 * What {@code create} is asked for.
 *
 * @param bundle absolute
 * @param pidFile where to write the number of the first process; empty for nowhere
 * @param consoleSocket who gets the near side of the terminal; empty for nobody
 * @param newKeyring whether the container gets a session keyring of its own
 * @param streams the descriptors it gets: its number, and what of ours it is
 */
public record CreateRequest(
        String id,
        String bundle,
        String pidFile,
        String consoleSocket,
        boolean newKeyring,
        Map<Integer, Fd> streams) {}
