package slipway.plan;

import org.jspecify.annotations.Nullable;
import slipway.linux.ForPeople;

/** A program that a plan needed did not do its work: which one, what it said, and what to try. */
public final class ToolFailed extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    /**
     * @param observed what came of it, such as how it ended and what it wrote
     */
    public ToolFailed(RunTool tool, String observed, @Nullable Throwable cause) {
        super(
                "could not "
                        + tool.why()
                        + ": "
                        + String.join(" ", tool.argv())
                        + " failed: "
                        + observed
                        + ". It must be setuid root (or have file capabilities), on a mount without"
                        + " nosuid, and the caller without no_new_privs. Try: apt-get install"
                        + " --reinstall uidmap; or take the caller's lines out of /etc/subuid and"
                        + " /etc/subgid, for a container with one id",
                cause);
    }
}
