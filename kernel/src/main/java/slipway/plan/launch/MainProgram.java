package slipway.plan.launch;

import static slipway.linux.Constants.FD_CLOEXEC;
import static slipway.linux.Constants.F_SETFD;
import static slipway.linux.Constants.PR_SET_DUMPABLE;
import static slipway.linux.Constants.SIG_SETMASK;

import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;
import slipway.plan.program.Word;

/**
 * What the process does in memory of its own: shed what it inherited from the JVM, wait for its
 * cgroup if there is one, and do the plan.
 */
final class MainProgram {
    /** Signals are numbered from 1 to 64. */
    private static final int SIGNALS_END = 65;

    private static final int SIGSET_SIZE = 8;
    private static final int SIGACTION_SIZE = 32;

    private final ProgramBuilder out;
    private final PlanCompiler compiler;

    private MainProgram(Arch arch) {
        this.out = new ProgramBuilder(arch);
        this.compiler = new PlanCompiler(out);
    }

    static Program write(
            Arch arch, Descriptors fds, boolean waits, Body inside, Sabotage sabotage) {
        return new MainProgram(arch).write(fds, waits, inside, sabotage);
    }

    private Program write(Descriptors fds, boolean waits, Body inside, Sabotage sabotage) {
        Rec.Label abandoned = new Rec.Label();
        defaultActions();
        emptyMask();
        nonDumpable();
        if (waits) {
            Report.writeReady(out, fds.report());
            GoByte.await(out, fds.go(), abandoned, "wait for the cgroup");
        }
        Call close = Call.of(Syscall.CLOSE, Arg.num(fds.go()));
        compiler.compile(Step.call("close the pipe that GO came on", close));
        Call cloexec =
                Call.of(
                        Syscall.FCNTL,
                        Arg.num(fds.report()),
                        Arg.flag(F_SETFD, Family.FCNTL),
                        Arg.num(FD_CLOEXEC));
        compiler.compile(Step.call("let exec close the report pipe", cloexec));
        inside.write(out);
        Report.writeFailure(out, out.word(fds.report()), Report.AFTER_EXEC, abandoned);
        return out.build(sabotage);
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
    private void nonDumpable() {
        Call prctl =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0));
        compiler.compile(Step.call("let nobody look into the process until it is ready", prctl));
    }
}
