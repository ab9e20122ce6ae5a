package slipway.plan.launch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.PidFd;
import slipway.linux.Pipe;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.Step;
import slipway.plan.program.Program;

/** Starts a keeper, which makes the process that it keeps, while we write maps and limits. */
final class KeepLaunch {
    /** A keeper that was told to end does so at once, unless somebody has stopped it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Workshop workshop;
    private final Launch launch;
    private final Keeping keeping;
    private final PlanRunner mapper;
    private final Deque<Step> wayBack = new ArrayDeque<>();
    private @Nullable PidFd keeper;
    private @Nullable PidFd container;

    KeepLaunch(Workshop workshop, Launch launch, Keeping keeping, PlanRunner mapper) {
        this.workshop = workshop;
        this.launch = launch;
        this.keeping = keeping;
        this.mapper = mapper;
    }

    Kept start() {
        if (!launch.joining().isEmpty() && launch.namespaces() != 0) {
            throw new IllegalArgumentException("who joins makes nothing, and takes ids there");
        }
        int number = 2;
        Map<Integer, Fd> all = new TreeMap<>(launch.fds());
        for (Map.Entry<Integer, Fd> each : keeping.fds().entrySet()) {
            if (all.put(each.getKey(), each.getValue()) != null) {
                throw new IllegalArgumentException("two are fd " + each.getKey());
            }
        }
        for (int taken : all.keySet()) number = Math.max(number, taken);
        Plan going = Plan.NOTHING;
        for (Launch.Place place : launch.born()) {
            all.put(++number, place.fd());
            going = going.then(place.entering(number));
        }
        going = going.then(launch.joining());
        int last = number + 1;
        try (Pipe complete = Pipe.open()) {
            all.put(last, complete.readEnd());
            Descriptors fds = new Descriptors(all);
            Program main =
                    KeptProgram.write(
                            workshop.arch(),
                            fds,
                            launch,
                            keeping,
                            going,
                            last,
                            workshop.tampering().main());
            Launch looked = launch.withInside(going.then(launch.inside()));
            return workshop.prepare(
                    looked, fds, main, (starting, memory) -> start(starting, memory, complete));
        }
    }

    private Kept start(Starting starting, CloneMemory memory, Pipe complete) {
        PidFd parent = starting.begin(memory);
        keeper = parent;
        complete.readEnd().close();
        try {
            starting.go();
            PidFd child = starting.awaitFork(parent);
            container = child;
            Map<String, Long> pid = Map.of("pid", (long) child.pid());
            mapper.run(launch.whileCloned(), pid, wayBack);
            starting.go();
            starting.awaitReady();
            workshop.runner().run(launch.whileReady(), pid, wayBack);
            keeping.host().beforeItsWorld(parent, child);
            starting.go();
            starting.awaitExec();
            keeping.host().complete(parent, child);
            handOver(complete.writeEnd());
            return new Kept(parent, child, new Plan(new ArrayList<>(wayBack)));
        } catch (RuntimeException | Error cause) {
            complete.writeEnd().close();
            end();
            RuntimeException told = starting.toldOr(cause);
            workshop.takeBack(new Plan(new ArrayList<>(wayBack)), told);
            throw Workshop.thrown(told, cause);
        }
    }

    private static void handOver(Fd complete) {
        try {
            GoByte.sendTo(complete);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPIPE) throw e;
            throw new EndedEarly("before it could keep the container");
        }
    }

    /**
     * The keeper reaps the container, having read that we broke off, and ends. One that has told us
     * of no container is killed; what it may have made ends with the pipe that it waits at.
     */
    private void end() {
        PidFd child = container;
        PidFd parent = keeper;
        if (child != null) child.signal(Constants.SIGKILL);
        if (parent != null) {
            if (child == null || !parent.awaitEnd(PATIENCE)) parent.signal(Constants.SIGKILL);
            parent.reap();
            parent.close();
        }
        if (child != null) {
            child.awaitEnd(PATIENCE);
            child.close();
        }
    }
}
