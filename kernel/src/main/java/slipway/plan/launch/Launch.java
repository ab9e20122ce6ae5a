package slipway.plan.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
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
 * @param born namespaces that are there and that it is to be born in; see {@link Place}
 * @param joining steps of a process that comes first: it goes to namespaces that are there, a user
 *     namespace among them, and makes the process, which does {@code inside}; usually nothing. With
 *     it there is nothing to be made, to be mapped, or to be born in
 */
public record Launch(
        long namespaces,
        Plan whileCloned,
        Plan identity,
        Plan whileReady,
        Plan inside,
        Map<Integer, Fd> fds,
        boolean endsWithUs,
        List<Place> born,
        Plan joining) {
    public static final Map<Integer, Fd> OUR_STDIO =
            Map.of(0, Fd.STDIN, 1, Fd.STDOUT, 2, Fd.STDERR);

    public Launch {
        fds = new TreeMap<>(fds);
        born = List.copyOf(born);
    }

    /**
     * A namespace that the thread that makes the process goes to for a moment, because only what is
     * made there begins there: any but a user, a mount or a time namespace, which the kernel
     * refuses a process of many threads. Takes CAP_SYS_ADMIN over it.
     *
     * @param path by which people know it
     * @param kind its {@code CLONE_NEW*} flag
     * @param procName as in {@code /proc/thread-self/ns/}
     */
    public record Place(String path, long kind, String procName, Fd fd) {
        /** Steps of a process that goes there itself. */
        Plan entering(int number) {
            Call enter = Call.of(Syscall.SETNS, Arg.num(number), Arg.flag(kind, Family.CLONE));
            Call close = Call.of(Syscall.CLOSE, Arg.num(number));
            return Plan.of(
                    Step.call("enter the " + procName + " namespace " + path, enter),
                    Step.call("close it", close));
        }
    }

    /** A process with our stdio that does {@code inside} and ends with us. */
    public static Launch of(Plan inside) {
        return new Launch(
                0,
                Plan.NOTHING,
                Plan.NOTHING,
                Plan.NOTHING,
                inside,
                OUR_STDIO,
                true,
                List.of(),
                Plan.NOTHING);
    }

    /** The call that makes the process, as a plan to be shown. */
    public Plan cloning() {
        List<Step> steps = new ArrayList<>();
        for (Place place : born) {
            Call enter =
                    Call.of(
                            Syscall.SETNS,
                            new Arg.Num(place.fd().number(), Arg.quote(place.path())),
                            Arg.flag(place.kind(), Family.CLONE));
            steps.add(Step.call("let it be born in a " + place.procName() + " namespace", enter));
        }
        String why = "make the process, sharing our memory until its exec, with new namespaces";
        steps.add(Step.call(why, CloneMemory.shown(namespaces)));
        return new Plan(steps);
    }

    public Launch withNamespaces(long flags) {
        return new Launch(
                flags, whileCloned, identity, whileReady, inside, fds, endsWithUs, born, joining);
    }

    public Launch withWhileCloned(Plan steps) {
        return new Launch(
                namespaces, steps, identity, whileReady, inside, fds, endsWithUs, born, joining);
    }

    public Launch withIdentity(Plan steps) {
        return new Launch(
                namespaces, whileCloned, steps, whileReady, inside, fds, endsWithUs, born, joining);
    }

    public Launch withInside(Plan steps) {
        return new Launch(
                namespaces,
                whileCloned,
                identity,
                whileReady,
                steps,
                fds,
                endsWithUs,
                born,
                joining);
    }

    public Launch withWhileReady(Plan steps) {
        return new Launch(
                namespaces, whileCloned, identity, steps, inside, fds, endsWithUs, born, joining);
    }

    public Launch withFds(Map<Integer, Fd> given) {
        return new Launch(
                namespaces,
                whileCloned,
                identity,
                whileReady,
                inside,
                given,
                endsWithUs,
                born,
                joining);
    }

    public Launch outlivingUs() {
        return new Launch(
                namespaces, whileCloned, identity, whileReady, inside, fds, false, born, joining);
    }

    public Launch endingWithUs() {
        return new Launch(
                namespaces, whileCloned, identity, whileReady, inside, fds, true, born, joining);
    }

    public Launch withBirthplaces(List<Place> places) {
        return new Launch(
                namespaces,
                whileCloned,
                identity,
                whileReady,
                inside,
                fds,
                endsWithUs,
                places,
                joining);
    }

    /** Through a process that goes to other namespaces first. */
    public Launch withJoining(Plan steps) {
        return new Launch(
                0,
                Plan.NOTHING,
                Plan.NOTHING,
                whileReady,
                inside,
                fds,
                endsWithUs,
                List.of(),
                steps);
    }
}
