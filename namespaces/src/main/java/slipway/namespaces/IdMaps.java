package slipway.namespaces;

import java.util.List;
import java.util.OptionalLong;
import slipway.linux.IdMap;

/** Who is who in a user namespace: two maps, of users and of groups. */
public record IdMaps(IdMap users, IdMap groups) {
    /** Whether it is one id of each kind and that the caller's own: all that one may map alone. */
    public boolean isOnly(long uid, long gid) {
        return isOnly(users.ranges(), uid) && isOnly(groups.ranges(), gid);
    }

    private static boolean isOnly(List<IdMap.Range> ranges, long own) {
        return ranges.size() == 1 && ranges.get(0).outside() == own && ranges.get(0).count() == 1;
    }

    /** Whether there is a root: user 0 and group 0. */
    public boolean hasRoot() {
        return isMapped(users.outside(0)) && isMapped(groups.outside(0));
    }

    /** Whether a group can be in there. */
    public boolean hasGroup(long gid) {
        return isMapped(groups.outside(gid));
    }

    private static boolean isMapped(OptionalLong outside) {
        return outside.isPresent();
    }
}
