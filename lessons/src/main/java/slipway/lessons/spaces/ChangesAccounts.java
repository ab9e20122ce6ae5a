package slipway.lessons.spaces;

import java.util.List;
import slipway.plan.Step;

/** Exercise 2.10: how root becomes somebody else, and whose files are whose. */
public interface ChangesAccounts {
    /**
     * Steps by which a process of root becomes a user for good: with this user, this group, and
     * exactly these further groups. It has had others until now.
     */
    List<Step> become(int uid, int gid, List<Integer> groups);

    /**
     * A process inside of a user namespace makes a file. Who owns it for somebody outside?
     *
     * @param map the lines of the namespace's uid_map
     * @param inside the uid of the process, inside; it is mapped
     */
    long ownerOutside(List<MapLine> map, long inside);

    /**
     * A file has an owner outside. Which number does {@code stat} show inside?
     *
     * @param map the lines of the namespace's uid_map
     * @param outside the owner; mapped or not
     */
    long ownerInside(List<MapLine> map, long outside);
}
