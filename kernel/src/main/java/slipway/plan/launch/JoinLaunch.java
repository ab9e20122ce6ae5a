package slipway.plan.launch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.linux.Constants;
import slipway.linux.PidFd;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Program;

/** Starts a process where others are: one goes there, and makes the one that stays. */
final class JoinLaunch {
    private final Workshop workshop;
    private final Launch launch;
    private final @Nullable Held held;
    private final Deque<Step> wayBack = new ArrayDeque<>();

    /**
     * A launch of two processes.
     *
     * @param held if the second is to wait for its start; see {@link Launcher#startHeld}
     */
    JoinLaunch(Workshop workshop, Launch launch, @Nullable Held held) {
        this.workshop = workshop;
        this.launch = launch;
        this.held = held;
    }

    Child start(Plan joining) {
        Launch looked = launch.withInside(joining.then(launch.inside()));
        if (launch.namespaces() != 0 || !launch.identity().isEmpty()) {
            throw new IllegalArgumentException("who joins makes nothing, and takes ids there");
        }
        Descriptors fds = new Descriptors(launch.fds());
        Program main =
                JoinedProgram.write(
                        workshop.arch(), fds, launch, joining, held, workshop.tampering().main());
        return workshop.prepare(looked, fds, main, this::start);
    }

    private Child start(Starting starting, CloneMemory memory) {
        PidFd joined = join(starting, memory);
        Guard.Watch watch = null;
        try {
            if (launch.endsWithUs()) watch = workshop.guard().watch(joined);
            if (held != null) held.host().beforeItsWorld(joined);
            starting.go();
            if (held != null) {
                starting.awaitReady();
                held.host().afterItsWorld(joined);
                starting.go();
            }
            starting.awaitExec();
            return new Child(joined, back(), workshop.runner(), watch);
        } catch (RuntimeException | Error cause) {
            if (watch != null) watch.end();
            try (joined) {
                joined.signal(Constants.SIGKILL);
                joined.reap();
            }
            throw failed(starting, cause);
        }
    }

    /** Returns the second process, which waits, when the first is gone. */
    private PidFd join(Starting starting, CloneMemory memory) {
        try (PidFd first = starting.begin(memory)) {
            try {
                starting.go();
                if (!launch.whileReady().isEmpty()) {
                    starting.awaitReady();
                    Map<String, Long> pid = Map.of("pid", (long) first.pid());
                    workshop.runner().run(launch.whileReady(), pid, wayBack);
                    starting.go();
                }
                PidFd second = starting.awaitFork(first);
                first.reap();
                return second;
            } catch (RuntimeException | Error cause) {
                // The second is our child, also when we have not heard of it.
                first.endGroup();
                throw failed(starting, cause);
            }
        }
    }

    private RuntimeException failed(Starting starting, Throwable cause) {
        RuntimeException told = starting.toldOr(cause);
        workshop.takeBack(back(), told);
        return Workshop.thrown(told, cause);
    }

    private Plan back() {
        return new Plan(new ArrayList<>(wayBack));
    }
}
