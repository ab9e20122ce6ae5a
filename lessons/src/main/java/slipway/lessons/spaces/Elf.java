package slipway.lessons.spaces;

import static slipway.linux.Constants.SIGCHLD;
import static slipway.linux.Constants.SIG_SETMASK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import slipway.lessons.CannotJudge;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ElfImage;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/** A program of our own that can fork and needs no other file. Writing it to one is an effect. */
final class Elf {
    private static final int SET = 8;

    final ProgramBuilder out = new ProgramBuilder(Arch.current());

    /** Any call; goes on when it is refused, with minus errno as its result. */
    void call(Word result, Call call) {
        Rec.Label next = new Rec.Label();
        out.call(Step.call("go on", call), call, result, next);
        out.bind(next);
    }

    /** {@code read} or {@code write}; goes elsewhere when it is refused. */
    void talk(Syscall how, int fd, Datum datum, int size, Word count, Rec.Label refused) {
        Call call = Call.of(how, Arg.num(fd), Arg.NULL, Arg.num(size));
        Rec record = out.prepared(Step.call("talk", call), call, count, refused);
        out.point(record, 1, datum.word(0));
        out.add(record);
    }

    /** Both go on behind it; in the child the result is 0. */
    void fork(Word result) {
        Arg none = Arg.num(0);
        call(result, Call.of(Syscall.CLONE, Arg.num(SIGCHLD), none, none, none, none));
    }

    void waitForAnyChild() {
        call(out.word(0), Call.of(Syscall.WAIT4, Arg.num(-1), Arg.NULL, Arg.num(0), Arg.NULL));
    }

    void blockSignals(boolean all) {
        byte[] set = new byte[SET];
        if (all) Arrays.fill(set, (byte) 0xff);
        Arg how = Arg.flag(SIG_SETMASK, Family.SIG_HOW);
        Arg signals = new Arg.Bytes(set, all ? "~[]" : "[]");
        call(out.word(0), Call.of(Syscall.RT_SIGPROCMASK, how, signals, Arg.NULL, Arg.num(SET)));
    }

    /** The next signal, or minus errno. */
    void awaitSignal(Word result) {
        byte[] set = new byte[SET];
        Arrays.fill(set, (byte) 0xff);
        call(
                result,
                Call.of(
                        Syscall.RT_SIGTIMEDWAIT,
                        new Arg.Bytes(set, "~[]"),
                        Arg.NULL,
                        Arg.NULL,
                        Arg.num(SET)));
    }

    void exit(int code) {
        call(out.word(0), Call.of(Syscall.EXIT_GROUP, Arg.num(code)));
    }

    Path write(Path path) throws IOException {
        out.bind(out.onFailure());
        exit(1);
        Files.write(path, new ElfImage(Arch.current()).of(out.build()));
        if (!path.toFile().setExecutable(true, false)) {
            throw new CannotJudge(path + " cannot be run");
        }
        return path;
    }
}
