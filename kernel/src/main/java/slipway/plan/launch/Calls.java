package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/** Calls that programs of our own make, with their results in words. */
final class Calls {
    private final ProgramBuilder out;

    Calls(ProgramBuilder out) {
        this.out = out;
    }

    /** A call whose failure changes nothing. */
    void tried(String why, Call call) {
        Rec.Label next = new Rec.Label();
        out.call(Step.call(why, call), call, null, next);
        out.bind(next);
    }

    /** {@code clock_gettime(clock, into)}. */
    void clock(String why, int clock, Word into) {
        Rec.Label next = new Rec.Label();
        Call call = Call.of(Syscall.CLOCK_GETTIME, Arg.num(clock), Arg.NULL);
        Rec record = out.prepared(Step.call(why, call), call, null, next);
        out.point(record, 1, into);
        out.add(record);
        out.bind(next);
    }

    void read(String why, int fd, Datum into, int size, Word count, Rec.Label onError) {
        Call call = Call.of(Syscall.READ, Arg.num(fd), Arg.NULL, Arg.num(size));
        Rec record = out.prepared(Step.call(why, call), call, count, onError);
        out.point(record, 1, into.word(0));
        out.add(record);
    }

    /** {@code nanosleep(how long, NULL)}; every signal is blocked, so nothing cuts it short. */
    void pause(String why, Datum howLong) {
        Rec.Label next = new Rec.Label();
        Call call = Call.of(Syscall.NANOSLEEP, Arg.NULL, Arg.NULL);
        Rec record = out.prepared(Step.call(why, call), call, null, next);
        out.point(record, 0, howLong.word(0));
        out.add(record);
        out.bind(next);
    }
}
