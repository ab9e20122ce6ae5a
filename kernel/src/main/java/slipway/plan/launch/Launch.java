package slipway.plan.launch;

import java.util.Map;
import java.util.TreeMap;
import slipway.linux.Fd;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * What a launch is to do.
 *
 * @param namespaces bits of {@code CLONE_NEW*} to be made together with the process; cgroup and
 *     time are not among them, they are steps of {@code inside} (traps 2 and 20)
 * @param whileCloned host steps once the process exists and waits: its id maps
 * @param identity steps of the process before its first exec: setgroups, setresgid, setresuid
 * @param whileReady host steps once it runs on its own memory and waits again: its cgroup. Never
 *     earlier: an out-of-memory kill takes everything that shares the memory, the JVM too
 * @param inside steps of the process, the last of them an exec
 * @param fds the descriptors it gets: its number, and what of ours it is
 * @param endsWithUs whether it is killed when this JVM ends, however it ends
 */
public record Launch(
        long namespaces,
        Plan whileCloned,
        Plan identity,
        Plan whileReady,
        Plan inside,
        Map<Integer, Fd> fds,
        boolean endsWithUs) {
    public static final Map<Integer, Fd> OUR_STDIO =
            Map.of(0, Fd.STDIN, 1, Fd.STDOUT, 2, Fd.STDERR);

    public Launch {
        fds = new TreeMap<>(fds);
    }

    /** A process with our stdio that does {@code inside} and ends with us. */
    public static Launch of(Plan inside) {
        return new Launch(0, Plan.NOTHING, Plan.NOTHING, Plan.NOTHING, inside, OUR_STDIO, true);
    }

    /** The call that makes the process, as a plan to be shown. */
    public Plan cloning() {
        String why = "make the process, sharing our memory until its exec, with new namespaces";
        return Plan.of(Step.call(why, CloneMemory.shown(namespaces)));
    }

    public Launch withNamespaces(long flags) {
        return new Launch(flags, whileCloned, identity, whileReady, inside, fds, endsWithUs);
    }

    public Launch withWhileCloned(Plan steps) {
        return new Launch(namespaces, steps, identity, whileReady, inside, fds, endsWithUs);
    }

    public Launch withIdentity(Plan steps) {
        return new Launch(namespaces, whileCloned, steps, whileReady, inside, fds, endsWithUs);
    }

    public Launch withInside(Plan steps) {
        return new Launch(namespaces, whileCloned, identity, whileReady, steps, fds, endsWithUs);
    }

    public Launch withWhileReady(Plan steps) {
        return new Launch(namespaces, whileCloned, identity, steps, inside, fds, endsWithUs);
    }

    public Launch withFds(Map<Integer, Fd> given) {
        return new Launch(namespaces, whileCloned, identity, whileReady, inside, given, endsWithUs);
    }

    public Launch outlivingUs() {
        return new Launch(namespaces, whileCloned, identity, whileReady, inside, fds, false);
    }

    public Launch endingWithUs() {
        return new Launch(namespaces, whileCloned, identity, whileReady, inside, fds, true);
    }
}
