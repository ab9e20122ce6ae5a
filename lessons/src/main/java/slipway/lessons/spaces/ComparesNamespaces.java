package slipway.lessons.spaces;

import java.io.IOException;
import java.util.Set;
import slipway.namespaces.Namespace;

/** Exercise 2.1: who is in the same namespace as whom. */
public interface ComparesNamespaces {
    /**
     * The kinds of which two processes are in the same namespace. All eight are asked for; a kind
     * that this kernel does not have is in no answer.
     *
     * <p>{@link Namespace#procName} is the name of its link in {@code /proc/PID/ns}.
     *
     * @throws IOException if one of them is gone
     */
    Set<Namespace> shared(int one, int other) throws IOException;

    /**
     * The numbers of all processes of the machine that are in the namespace of that kind in which
     * {@code pid} is; itself among them.
     *
     * <p>There may be processes that you are not allowed to look at, and some end while you look.
     * They are in no answer.
     *
     * @throws IOException if {@code pid} is gone
     */
    Set<Integer> members(int pid, Namespace kind) throws IOException;
}
