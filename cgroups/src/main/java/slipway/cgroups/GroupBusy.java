package slipway.cgroups;

import java.util.List;
import slipway.linux.ForPeople;

/** A group that cannot be removed, for its processes do not end, or are not ours to end. */
public final class GroupBusy extends RuntimeException implements ForPeople {
    private static final long serialVersionUID = 1L;

    GroupBusy(String group, List<String> members) {
        super(
                "the cgroup "
                        + group
                        + " cannot be removed, it still has the processes "
                        + String.join(" ", members)
                        + ". Try: look what they wait for in /proc/PID/stack, end them, then"
                        + " slipway doctor --gc");
    }
}
