package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.Fork;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * A keeper that stays where it is, and a container elsewhere: a third process goes to the
 * namespaces that are there, makes the container as a child of the keeper's, and ends.
 *
 * <p>It shares the table of descriptors with the keeper, and so puts the container's pidfd where
 * the keeper finds it.
 */
final class Detour {
    private static final int SIGINFO = 128;
    private static final int SI_STATUS = 24;

    private final ProgramBuilder out;
    private final OwnMemory own;
    private final Descriptors fds;
    private final Plan going;
    private final Rec.Label third = new Rec.Label();

    /** The number of the container's pidfd, behind all others. */
    private final int pidFd;

    Detour(ProgramBuilder out, OwnMemory own, Descriptors fds, Plan going) {
        this.out = out;
        this.own = own;
        this.fds = fds;
        this.going = going;
        this.pidFd = fds.program() + 1;
    }

    /** The keeper's part: makes the third process, and waits until that has come to its end. */
    Fork.Made take() {
        long flags = Constants.CLONE_FILES | Constants.CLONE_PIDFD;
        Fork fork = new Fork(flags, Constants.SIGCHLD, "make a process that goes where others are");
        Fork.Made made = fork.write(out, third);
        Datum info = out.room(SIGINFO);
        Call wait =
                Call.of(
                        Syscall.WAITID,
                        Arg.num(Constants.P_PIDFD),
                        Arg.NULL,
                        Arg.NULL,
                        Arg.num(Constants.WEXITED),
                        Arg.NULL);
        Step why = Step.call("wait until it has made the container", wait);
        Rec record = out.prepared(why, wait, null, out.onFailure());
        out.copy(out.argumentOf(record, 1), made.pidFd(), 8);
        out.point(record, 2, info.word(0));
        out.add(record);
        Word status = out.word(0);
        Rec.Label well = new Rec.Label();
        out.copy(status, info.word(SI_STATUS), 4);
        out.jumpIfEqual(status, 0, well);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(Report.GAVE_UP)); // it has said why
        out.call(Step.call("end", exit), exit);
        out.bind(well);
        Call close = Call.of(Syscall.CLOSE, Arg.NULL);
        Rec closing = out.prepared(Step.call("let go of it", close), close, null, out.onFailure());
        out.copy(out.argumentOf(closing, 0), made.pidFd(), 8);
        out.add(closing);
        return new Fork.Made(out.word(0), out.word(pidFd));
    }

    /** The third process's part. */
    void write(Fork fork, Rec.Label container) {
        out.bind(third);
        own.nonDumpable();
        own.compile(going);
        Fork.Made made = fork.write(out, container);
        Call copy =
                Call.of(
                        Syscall.DUP3,
                        Arg.NULL,
                        Arg.num(pidFd),
                        Arg.flag(Constants.O_CLOEXEC, Family.OPEN));
        Rec place =
                out.prepared(Step.call("give it to the keeper", copy), copy, null, out.onFailure());
        out.copy(out.argumentOf(place, 0), made.pidFd(), 8);
        out.add(place);
        Call close = Call.of(Syscall.CLOSE, Arg.NULL);
        Rec closing =
                out.prepared(Step.call("have it once only", close), close, null, out.onFailure());
        out.copy(out.argumentOf(closing, 0), made.pidFd(), 8);
        out.add(closing);
        Report.writeForked(out, fds.report(), made.pid());
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("leave it to the keeper", exit), exit);
    }
}
