package slipway.lessons.jail;

import java.util.List;
import slipway.plan.Step;

/**
 * Exercise 1.4: two ways out of a jail, and a lock for one of them. All steps are done in the jail,
 * by a process that is root there.
 */
public interface BreaksOut {
    /** The jail that is to be broken: yours. */
    List<Step> jail(String root);

    /**
     * Leads out with nothing but system calls. Afterwards a path that begins with / begins at the
     * root of the machine again. The jail is an empty folder that one can write to.
     */
    List<Step> bySecondRoot();

    /**
     * Leads out by a descriptor that somebody forgot to close. The jail is empty, and nothing can
     * be made in it.
     *
     * @param fd is open on some directory outside of the jail, deep in the tree
     */
    List<Step> byDescriptor(int fd);

    /**
     * What your runtime does, once it is in the jail, so that the program gets descriptors 0, 1 and
     * 2 and no others. How many others there are, and which, it does not know.
     */
    List<Step> seal();
}
