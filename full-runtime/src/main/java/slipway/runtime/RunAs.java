package slipway.runtime;

import java.util.List;

/**
 * Who a container's program is, in ids of the container.
 *
 * @param groups supplementary ones
 */
public record RunAs(long uid, long gid, List<Long> groups) {
    public static final RunAs ROOT = new RunAs(0, 0, List.of());

    public RunAs {
        groups = List.copyOf(groups);
    }

    /** As {@link #ROOT}; the equals() of a record is made at run time, which takes tens of ms. */
    boolean isOnlyRoot() {
        return uid == 0 && gid == 0 && groups.isEmpty();
    }
}
