package slipway.jail;

import java.util.List;

/**
 * Who a program runs as, in ids of its own root file system.
 *
 * @param groups supplementary ones
 * @param home where the user is at home; {@code /} for one that {@code /etc/passwd} does not have
 * @param name empty for a user that {@code /etc/passwd} does not have
 */
public record Identity(long uid, long gid, List<Long> groups, String home, String name) {
    public Identity {
        groups = List.copyOf(groups);
    }
}
