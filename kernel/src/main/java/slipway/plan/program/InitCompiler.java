package slipway.plan.program;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Init;
import slipway.plan.Step;
import slipway.plan.program.Rec.Label;

/**
 * Turns an {@link Init} into records. Its signals are blocked and taken one by one, so there is no
 * handler; and what is blocked the kernel keeps for a PID 1 as for everybody else.
 */
final class InitCompiler {
    private static final int SIGSET_SIZE = 8;
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_CODE = 8;
    private static final int SI_PID = 16;
    private static final int SI_STATUS = 24;

    /** A shell's exit status for a death by a signal begins here. */
    private static final int SIGNALLED = 128;

    private final ProgramBuilder out;

    InitCompiler(ProgramBuilder out) {
        this.out = out;
    }

    /** What compiles the exec of the program. */
    interface Inner {
        void compile(Step exec);
    }

    void compile(Init init, Inner inner) {
        Label child = new Label();
        Arg one = Arg.num(1);
        Arg none = Arg.num(0);
        Arg reaper = Arg.flag(Constants.PR_SET_CHILD_SUBREAPER, Family.PRCTL);
        Call adopt = Call.of(Syscall.PRCTL, reaper, one, none, none, none);
        out.call(Step.call("be the parent of all orphans", adopt), adopt);
        setMask(-1L, "~[]", "take signals one by one");
        Fork fork = new Fork(0, Constants.SIGCHLD, "make the process of the program");
        Fork.Made made = fork.write(out, child);
        serve(made.pid());
        out.bind(child);
        becomeForeground();
        setMask(0, "[]", "block no signal");
        inner.compile(init.program());
    }

    private void setMask(long mask, String shown, String why) {
        Call call =
                Call.of(
                        Syscall.RT_SIGPROCMASK,
                        Arg.flag(Constants.SIG_SETMASK, Family.SIG_HOW),
                        new Arg.Bytes(ProgramBuilder.bytes(mask), shown),
                        Arg.NULL,
                        Arg.num(SIGSET_SIZE));
        out.call(Step.call(why, call), call);
    }

    /**
     * A Ctrl-C goes to the group in front, and would come twice if init were in it. Where there is
     * no terminal, or it is not ours, nothing has to be done.
     */
    private void becomeForeground() {
        Label onwards = new Label();
        Call group = Call.of(Syscall.SETPGID, Arg.num(0), Arg.num(0));
        out.call(Step.call("be in a group of its own", group), group, null, onwards);
        Word pid = out.word(0);
        Call getpid = Call.of(Syscall.GETPID);
        out.call(Step.call("know it", getpid), getpid, pid, onwards);
        Call front =
                Call.of(
                        Syscall.IOCTL,
                        Arg.num(0),
                        Arg.flag(Constants.TIOCSPGRP, Family.TTY_IOCTL),
                        Arg.NULL);
        Rec record = out.prepared(Step.call("have the terminal", front), front, null, onwards);
        out.point(record, 2, pid);
        out.add(record);
        out.bind(onwards);
    }

    private void serve(Word program) {
        Label next = new Label();
        Label reap = new Label();
        Label ended = new Label();
        // Among them is the pipe on which the child tells that it has become the program.
        Call close =
                Call.of(
                        Syscall.CLOSE_RANGE,
                        Arg.num(3),
                        new Arg.Num(0xffffffffL, "~0U"),
                        Arg.num(0));
        out.call(Step.call("hold nothing open but the streams", close), close, null, next);
        // There is nothing to be found here any more; and where a keeper has forked us, only root
        // could look at the namespaces of a process that is not dumpable.
        Call dumpable =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(Constants.PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0));
        out.call(Step.call("be a process as others are", dumpable), dumpable, null, next);
        out.bind(next);
        Word signal = out.word(0);
        Word info = out.room(SIGINFO_SIZE).word(0);
        Call wait =
                Call.of(
                        Syscall.RT_SIGTIMEDWAIT,
                        new Arg.Bytes(ProgramBuilder.bytes(-1L), "~[]"),
                        Arg.NULL,
                        Arg.NULL,
                        Arg.num(SIGSET_SIZE));
        out.call(Step.call("wait for a signal", wait), wait, signal, next);
        out.jumpIfEqual(signal, Constants.SIGCHLD, reap);
        Call kill = Call.of(Syscall.KILL, Arg.NULL, Arg.NULL);
        Rec forward = out.prepared(Step.call("hand it on", kill), kill, null, next);
        out.copy(out.argumentOf(forward, 0), program, 8);
        out.copy(out.argumentOf(forward, 1), signal, 8);
        out.add(forward);
        out.jump(next);

        // One SIGCHLD may stand for many of them.
        out.bind(reap);
        out.copy(at(info, SI_PID), Word.ZERO, 4);
        long options = Constants.WEXITED | Constants.WNOHANG | Constants.__WALL;
        Call waitid =
                Call.of(
                        Syscall.WAITID,
                        Arg.num(Constants.P_ALL),
                        Arg.num(0),
                        Arg.NULL,
                        Arg.num(options),
                        Arg.NULL);
        Do reaping = Step.call("reap who has ended", waitid);
        Rec record = out.prepared(reaping, waitid, null, next);
        out.point(record, 2, info);
        out.add(record);
        Word pid = out.word(0);
        out.copy(pid, at(info, SI_PID), 4);
        out.jumpIfEqual(pid, 0, next);
        Label isProgram = new Label();
        out.jumpIfEqual(pid, program, isProgram);
        out.jump(reap);
        out.bind(isProgram);
        endAs(info, ended);
    }

    private void endAs(Word info, Label again) {
        Word code = out.word(0);
        Word status = out.word(0);
        Label exited = new Label();
        out.copy(code, at(info, SI_CODE), 4);
        out.copy(status, at(info, SI_STATUS), 4);
        out.jumpIfEqual(code, Constants.CLD_EXITED, exited);
        out.add(status, SIGNALLED);
        out.bind(exited);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.NULL);
        Rec end = out.prepared(Step.call("end as it did", exit), exit, null, again);
        out.copy(out.argumentOf(end, 0), status, 8);
        out.bind(again);
        out.add(end);
    }

    private static Word at(Word info, int offset) {
        return new Word(info.datum(), null, offset);
    }
}
