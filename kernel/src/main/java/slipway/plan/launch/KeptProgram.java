package slipway.plan.launch;

import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Fork;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.plan.program.Word;

/**
 * The program of a keeper and of the process that it keeps: one until it forks. The new process
 * does the plan; the keeper waits for word that this has come to an end, and does its own.
 */
final class KeptProgram {
    /** The exit status of a keeper that has nobody to keep. */
    private static final int GAVE_UP = 125;

    private final ProgramBuilder out;
    private final OwnMemory own;
    private final Descriptors fds;
    private final Launch launch;
    private final Keeping keeping;
    private final Plan going;

    /** Where the keeper reads that all is complete. */
    private final int complete;

    private KeptProgram(
            Arch arch, Descriptors fds, Launch launch, Keeping keeping, Plan going, int complete) {
        this.out = new ProgramBuilder(arch);
        this.own = new OwnMemory(out, fds);
        this.fds = fds;
        this.launch = launch;
        this.keeping = keeping;
        this.going = going;
        this.complete = complete;
    }

    /**
     * Writes it.
     *
     * @param going steps on the way to where it is made; see {@link Detour}. Usually nothing
     * @param complete where the keeper reads that all is complete
     */
    static Program write(
            Arch arch,
            Descriptors fds,
            Launch launch,
            Keeping keeping,
            Plan going,
            int complete,
            Sabotage sabotage) {
        return new KeptProgram(arch, fds, launch, keeping, going, complete).write(sabotage);
    }

    private Program write(Sabotage sabotage) {
        Word report = out.word(fds.report());
        own.ownSignals();
        own.compile(keeping.before());
        Rec.Label container = new Rec.Label();
        Rec.Label failure = out.onFailure();
        if (going.isEmpty()) {
            // Neither is non-dumpable yet: an ordinary user could not open the new one's uid_map.
            Fork.Made made = fork(0).write(out, container);
            keep(made, true);
        } else {
            Detour detour = new Detour(out, own, fds, going);
            keep(detour.take(), false);
            out.redirectFailures(failure);
            detour.write(fork(Constants.CLONE_PARENT), container);
        }
        out.redirectFailures(failure);
        out.bind(container);
        beKept(report);
        return out.build(sabotage);
    }

    private Fork fork(long how) {
        String why = "make the process that is kept, with new namespaces";
        long flags = launch.namespaces() | Constants.CLONE_PIDFD | how;
        return new Fork(flags, how == 0 ? Constants.SIGCHLD : 0, why);
    }

    /**
     * What the keeper does.
     *
     * @param tells whether it is the one who tells that there is another process now
     */
    private void keep(Fork.Made made, boolean tells) {
        Rec.Label broken = new Rec.Label();
        own.nonDumpable();
        for (int fd : launch.fds().keySet()) {
            String why = "leave fd " + fd + " to the container";
            if (tells) own.closed(fd, why);
            else own.closedAnyway(fd, why); // who went there has closed what he went by
        }
        own.closed(fds.go(), "leave GO to the container");
        if (tells) Report.writeForked(out, fds.report(), made.pid());
        out.redirectFailures(broken);
        own.closed(fds.report(), "leave the report to the container");
        GoByte.await(out, complete, broken, "wait until the container is complete");
        own.closed(complete, "need nobody any more");
        Rec.Label failed = new Rec.Label();
        out.redirectFailures(failed);
        keeping.body().write(out, made);
        exit(failed);
        out.bind(broken);
        endTheContainer(made, failed);
    }

    private void endTheContainer(Fork.Made made, Rec.Label failed) {
        Rec.Label next = new Rec.Label();
        Call kill =
                Call.of(
                        Syscall.PIDFD_SEND_SIGNAL,
                        Arg.NULL,
                        Arg.flag(Constants.SIGKILL, Family.SIGNAL),
                        Arg.NULL,
                        Arg.num(0));
        withPidFd(Step.call("end what is not complete", kill), 0, made, next);
        out.bind(next);
        Call wait =
                Call.of(
                        Syscall.WAITID,
                        Arg.num(Constants.P_PIDFD),
                        Arg.NULL,
                        Arg.NULL,
                        Arg.num(Constants.WEXITED),
                        Arg.NULL);
        withPidFd(Step.call("wait until it is gone", wait), 1, made, failed);
        out.bind(failed);
        exit(failed);
    }

    private void withPidFd(Do step, int argument, Fork.Made made, Rec.Label onError) {
        Rec record = out.prepared(step, step.call(), null, onError);
        out.copy(out.argumentOf(record, argument), made.pidFd(), 8);
        out.add(record);
    }

    private void exit(Rec.Label onError) {
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(GAVE_UP));
        out.call(Step.call("end", exit), exit, null, onError);
    }

    /** Whether there are others who see it before it is complete. */
    private boolean joinsProcesses() {
        for (Step step : going.steps()) {
            if (!(step instanceof Do one) || one.call().syscall() != Syscall.SETNS) continue;
            for (Arg arg : one.call().args()) {
                boolean pid =
                        arg instanceof Arg.Flag kind && kind.value() == Constants.CLONE_NEWPID;
                if (pid) return true;
            }
        }
        return false;
    }

    private void beKept(Word report) {
        Rec.Label abandoned = new Rec.Label();
        for (int fd : keeping.fds().keySet()) own.closed(fd, "leave fd " + fd + " to the keeper");
        own.closed(complete, "leave it to the keeper to wait");
        GoByte.await(out, fds.go(), abandoned, "wait for the id maps");
        own.compile(launch.identity());
        if (joinsProcesses()) own.nonDumpable();
        else own.dumpable();
        own.waitFor("the cgroup", abandoned);
        own.closed(fds.go(), "close the pipe that GO came on");
        own.closedByExec(fds.report(), "let exec close the report pipe");
        own.compile(launch.inside());
        Report.writeFailure(out, report, Report.AFTER_EXEC, abandoned);
    }
}
