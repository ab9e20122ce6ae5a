package slipway.lessons.spaces;

import java.util.List;
import slipway.plan.Step;

/** Exercise 2.11: users of a container who are others outside, and a folder that does not mind. */
public interface ShiftsOwners {
    /** A line of /etc/subuid: so many ids from {@code first} on, which a user may map. */
    record Range(long first, long count) {}

    /**
     * The lines of uid_map for a container of a user: 0 is the user, and 1, 2, 3 and so on are all
     * of the subordinate ids, in the order in which they are given.
     */
    List<MapLine> map(long uid, List<Range> subordinate);

    /**
     * Steps of root of the machine that show a folder in a second place, so that a container can
     * use it as if its users had the same numbers outside: files that belong to 1000 on the disk
     * belong to user 1000 of the container, and what that one makes belongs to 1000 on the disk.
     *
     * @param folder absolute path
     * @param target absolute path of an empty folder
     * @param userNamespace a descriptor of the container's user namespace
     */
    List<Step> show(String folder, String target, int userNamespace);
}
