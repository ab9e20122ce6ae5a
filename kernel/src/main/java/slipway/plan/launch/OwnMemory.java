package slipway.plan.launch;

import static slipway.linux.Constants.FD_CLOEXEC;
import static slipway.linux.Constants.F_SETFD;
import static slipway.linux.Constants.PR_SET_DUMPABLE;
import static slipway.linux.Constants.SIG_SETMASK;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/** What each process of ours does once it has a memory of its own, in pieces. */
final class OwnMemory {
    /** Signals are numbered from 1 to 64. */
    private static final int SIGNALS_END = 65;

    private static final int SIGSET_SIZE = 8;
    private static final int SIGACTION_SIZE = 32;

    private final ProgramBuilder out;
    private final PlanCompiler compiler;
    private final Descriptors fds;

    OwnMemory(ProgramBuilder out, Descriptors fds) {
        this.out = out;
        this.compiler = new PlanCompiler(out);
        this.fds = fds;
    }

    void compile(Plan plan) {
        compiler.compile(plan);
    }

    void shedTheJvm() {
        ownSignals();
        nonDumpable();
    }

    /** No handler and no mask of the JVM's is left. */
    void ownSignals() {
        defaultActions();
        emptyMask();
    }

    void waitFor(String what, Rec.Label abandoned) {
        Report.writeReady(out, fds.report());
        GoByte.await(out, fds.go(), abandoned, "wait for " + what);
    }

    /**
     * Makes a world, waits twice, and does what is done at last.
     *
     * @param report where failures are told: by whom it was made, and then who starts it
     */
    void beHeld(Word report, Plan world, Held held, Rec.Label abandoned) {
        closedByExec(held.start(), "let exec close what start comes on");
        closedByExec(held.answer(), "let exec close what start is answered on");
        compile(world);
        waitFor("word that we are written down", abandoned);
        closed(fds.go(), "close the pipe that GO came on");
        closed(fds.report(), "say that nobody has to wait");
        out.copy(report, out.word(held.answer()), 8);
        GoByte.await(out, held.start(), abandoned, "wait to be started");
        compile(held.last());
    }

    void closed(int fd, String why) {
        compiler.compile(Step.call(why, Call.of(Syscall.CLOSE, Arg.num(fd))));
    }

    /** The same of one that may be closed already. */
    void closedAnyway(int fd, String why) {
        Call close = Call.of(Syscall.CLOSE, Arg.num(fd));
        compiler.compile(Step.call(why, close).tolerating(Errno.EBADF));
    }

    void closedByExec(int fd, String why) {
        Call cloexec =
                Call.of(
                        Syscall.FCNTL,
                        Arg.num(fd),
                        Arg.flag(F_SETFD, Family.FCNTL),
                        Arg.num(FD_CLOEXEC));
        compiler.compile(Step.call(why, cloexec));
    }

    /** exec resets handlers, but what the JVM or its caller ignored stays ignored. */
    private void defaultActions() {
        Rec.Label next = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        Call action =
                Call.of(
                        Syscall.RT_SIGACTION,
                        new Arg.Num(1, "1..64"),
                        new Arg.Bytes(new byte[SIGACTION_SIZE], "{SIG_DFL}"),
                        Arg.NULL,
                        Arg.num(SIGSET_SIZE));
        Step step = Step.call("give every signal its default action", action);
        Rec record = out.prepared(step, action, null, refused);
        Word signal = out.argumentOf(record, 0);
        out.bind(next);
        out.add(record);
        Rec.Label onwards = new Rec.Label();
        out.bind(onwards);
        out.add(signal, 1);
        out.jumpIfBelow(signal, SIGNALS_END, next);
        Rec.Label done = new Rec.Label();
        out.jump(done);
        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.EINVAL.number(), onwards); // SIGKILL and SIGSTOP
        out.jump(out.onFailure());
        out.bind(done);
    }

    private void emptyMask() {
        Call mask =
                Call.of(
                        Syscall.RT_SIGPROCMASK,
                        Arg.flag(SIG_SETMASK, Family.SIG_HOW),
                        new Arg.Bytes(new byte[SIGSET_SIZE], "[]"),
                        Arg.NULL,
                        Arg.num(SIGSET_SIZE));
        compiler.compile(Step.call("block no signal", mask));
    }

    /**
     * CVE-2016-9962: nobody in a container that is being entered may trace or open this process.
     */
    void nonDumpable() {
        dumpable("let nobody look into the process until it is ready", 0);
    }

    /**
     * Without an exec in its user namespace a process that is not dumpable is root's outside, and
     * may not even set its own clocks.
     */
    void dumpable() {
        dumpable("let the process have its own /proc/self", 1);
    }

    private void dumpable(String why, int value) {
        Call prctl =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(value),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0));
        compiler.compile(Step.call(why, prctl));
    }
}
