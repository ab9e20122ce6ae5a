package slipway.lessons.spaces;

import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.world.Apart;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.namespaces.Namespace;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/**
 * Processes that do nothing, some in namespaces of their own, some in those of others; all are our
 * children. They end when this is closed. An effect.
 */
final class Crowd implements AutoCloseable {
    private static final int FIRST_FD = 3;

    private final Bench bench;
    private final Deque<Child> all = new ArrayDeque<>();

    Crowd(Bench bench) {
        this.bench = bench;
    }

    /** In these namespaces of its own; for an ordinary user in a user namespace besides. */
    int stranger(Set<Namespace> own, Step... steps) {
        List<Step> inside = new ArrayList<>(List.of(steps));
        inside.add(World.visible());
        long flags = Namespace.cloneFlags(own);
        Launch launch = Launch.of(new Plan(inside)).withNamespaces(flags);
        return hold(Apart.isPrivileged() ? launch : Apart.inUserNamespace(launch), Map.of());
    }

    /** In our namespaces, except for these of its own and those that it enters. */
    int guest(int host, Set<Namespace> entered) {
        List<Step> inside = new ArrayList<>();
        Map<Integer, Fd> doors = new TreeMap<>();
        Set<Namespace> kinds = new TreeSet<>(entered); // in the order in which they can be entered
        if (!Apart.isPrivileged()) kinds.add(Namespace.USER);
        try {
            for (Namespace kind : kinds) {
                int number = FIRST_FD + doors.size();
                String link = "/proc/" + host + "/ns/" + kind.procName();
                doors.put(number, Fd.open(link, O_RDONLY, 0));
                Arg flag = Arg.flag(kind.cloneFlag(), Family.CLONE);
                Call enter = Call.of(Syscall.SETNS, Arg.num(number), flag);
                inside.add(Step.call("enter " + link, enter));
            }
            inside.add(World.visible());
            return hold(Launch.of(new Plan(inside)), doors);
        } finally {
            for (Fd door : doors.values()) door.close();
        }
    }

    private int hold(Launch launch, Map<Integer, Fd> doors) {
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            Map<Integer, Fd> fds = new TreeMap<>(doors);
            for (int number = 0; number < FIRST_FD; number++) fds.put(number, nothing);
            Child child = bench.launcher().startHolder(launch.withFds(fds));
            all.push(child);
            return child.pid();
        } catch (StepFailed | SyscallException e) {
            throw new CannotJudge("no process to compare could be made here: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        for (Child child : all) child.close();
    }
}
