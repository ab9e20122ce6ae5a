package slipway.lessons.spaces;

import java.util.List;
import slipway.plan.Step;

/** Exercise 2.3: mounts of one's own. */
public interface KeepsMounts {
    /** What a process wants of the mounts that others make from now on. */
    enum Wish {
        /** Nobody outside has its mounts, and it has none that are made outside later. */
        APART,
        /**
         * Nobody outside has its mounts; but what is mounted outside later, such as a disk that is
         * plugged in, it has as well.
         */
        HEAR
    }

    /**
     * The steps, in order, after which a process has mounts of its own, as it wishes. What was
     * mounted before stays as it is, and nothing changes for those outside. The kit starts a
     * process that does your steps, and that has the right to.
     */
    List<Step> enter(Wish wish);
}
