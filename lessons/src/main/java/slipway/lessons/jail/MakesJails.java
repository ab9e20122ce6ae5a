package slipway.lessons.jail;

import java.util.List;
import slipway.plan.Step;

/** Exercise 1.2: the piece of your runtime by which a process gets another root. */
public interface MakesJails {
    /**
     * The steps, in order, that lock a process into a folder. Does none of them: the kit starts a
     * process that does, and that runs its program afterwards.
     *
     * <p>The process may do them: it is root, and if you are not, root of a user namespace of its
     * own (that is part 2).
     *
     * <p>{@link slipway.plan.Steps} has a step for each system call that a jail is made of.
     *
     * @param root absolute path of the folder that is to become /
     */
    List<Step> enter(String root);
}
