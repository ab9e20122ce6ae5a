package slipway.plan.launch;

import static slipway.linux.Constants.MSG_CMSG_CLOEXEC;
import static slipway.linux.Constants.RLIMIT_NOFILE;
import static slipway.linux.Constants.SIGKILL;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.FdPassing;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * The program of the {@link Guard}: takes descriptors from the socket on 0 and puts each where its
 * message says, until the socket ends; then kills what they stand for, and exits.
 */
final class GuardProgram implements Body {
    /** Descriptors of children stand from here on; lower numbers are the program's own. */
    static final int FIRST_SLOT = 16;

    /** {@code PIDFD_SIGNAL_PROCESS_GROUP} of Linux 6.9; an older one answers EINVAL. */
    private static final int PROCESS_GROUP = 1 << 2;

    @Override
    public void write(ProgramBuilder out) {
        apart(out);
        Rec.Label ended = new Rec.Label();
        receive(out, ended);
        out.bind(ended);
        killAll(out);
    }

    private void apart(ProgramBuilder out) {
        new PlanCompiler(out).compile(Apart.plan());
        Datum limit = out.room(16);
        raiseLimit(out, limit, true);
        out.copy(limit.word(0), limit.word(8), 8);
        raiseLimit(out, limit, false);
    }

    private void raiseLimit(ProgramBuilder out, Datum limit, boolean read) {
        Call call =
                Call.of(
                        Syscall.PRLIMIT64,
                        Arg.num(0),
                        Arg.flag(RLIMIT_NOFILE, Family.RLIMIT),
                        Arg.NULL,
                        Arg.NULL);
        Step step = Step.call("have room for as many children as may be", call);
        Rec record = out.prepared(step, call, null, out.onFailure());
        out.point(record, read ? 3 : 2, limit.word(0));
        out.add(record);
    }

    private void receive(ProgramBuilder out, Rec.Label ended) {
        Datum header = out.room(FdPassing.MSGHDR);
        Datum vector = out.room(16);
        Datum slot = out.room(8);
        Datum control = out.room(FdPassing.CONTROL);
        out.point(header, FdPassing.MSGHDR_IOV, vector);
        out.point(header, FdPassing.MSGHDR_CONTROL, control);
        out.point(vector, 0, slot);
        Word one = out.word(1);
        Word eight = out.word(8);
        Word room = out.word(FdPassing.CONTROL);
        Word count = out.word(0);
        Word passed = out.word(0);
        out.copy(header.word(FdPassing.MSGHDR_IOVLEN), one, 8);
        out.copy(vector.word(8), eight, 8);

        Rec.Label next = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        out.bind(next);
        out.copy(header.word(FdPassing.MSGHDR_CONTROLLEN), room, 8);
        Call call =
                Call.of(
                        Syscall.RECVMSG,
                        Arg.num(0),
                        Arg.NULL,
                        Arg.flag(MSG_CMSG_CLOEXEC, Family.MSG));
        Rec receive = out.prepared(Step.call("take a child over", call), call, count, refused);
        out.point(receive, 1, header.word(0));
        out.add(receive);
        out.jumpIfEqual(count, 0, ended);
        out.copy(passed, control.word(FdPassing.CONTROL_FD), 4);
        place(out, passed, slot.word(0), ended);
        out.jump(next);
        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.EINTR.number(), next);
        out.jump(ended);
    }

    private void place(ProgramBuilder out, Word passed, Word slot, Rec.Label onError) {
        Call copy = Call.of(Syscall.DUP3, Arg.NULL, Arg.NULL, Arg.flag(0, Family.OPEN));
        Rec place = out.prepared(Step.call("put it in its slot", copy), copy, null, onError);
        out.copy(out.argumentOf(place, 0), passed, 8);
        out.copy(out.argumentOf(place, 1), slot, 8);
        out.add(place);
        Call close = Call.of(Syscall.CLOSE, Arg.NULL);
        Rec drop = out.prepared(Step.call("drop the copy", close), close, null, onError);
        out.copy(out.argumentOf(drop, 0), passed, 8);
        out.add(drop);
    }

    /**
     * Slots are filled from the first on without a gap, so the first that is not open is the end.
     * The group of a child that has ended itself is left alone: what goes on there was meant to.
     */
    private void killAll(ProgramBuilder out) {
        Call kill =
                Call.of(
                        Syscall.PIDFD_SEND_SIGNAL,
                        new Arg.Num(FIRST_SLOT, FIRST_SLOT + ".."),
                        Arg.flag(SIGKILL, Family.SIGNAL),
                        Arg.NULL,
                        Arg.num(0));
        Rec.Label next = new Rec.Label();
        Rec.Label onwards = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        Rec record = out.prepared(Step.call("end every child", kill), kill, null, refused);
        Call killGroup =
                Call.of(
                        Syscall.PIDFD_SEND_SIGNAL,
                        new Arg.Num(FIRST_SLOT, FIRST_SLOT + ".."),
                        Arg.flag(SIGKILL, Family.SIGNAL),
                        Arg.NULL,
                        new Arg.Num(PROCESS_GROUP, "PIDFD_SIGNAL_PROCESS_GROUP"));
        Step group = Step.call("end what is in its process group", killGroup);
        Rec another = out.prepared(group, killGroup, null, onwards);
        out.bind(next);
        out.add(record);
        out.copy(out.argumentOf(another, 0), out.argumentOf(record, 0), 8);
        out.add(another);
        out.bind(onwards);
        out.add(out.argumentOf(record, 0), 1);
        out.jump(next);
        out.bind(refused);
        out.jumpUnlessEqual(Word.ERRNO, Errno.EBADF.number(), onwards);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("end", exit), exit);
    }
}
