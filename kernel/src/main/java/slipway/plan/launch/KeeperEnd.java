package slipway.plan.launch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * What a keeper does once its child has ended: writes down how and when, removes its control
 * groups, and becomes another program where there is more to do.
 */
final class KeeperEnd {
    /** {@code siginfo_t}, then a {@code struct timespec}, then what the groups have counted. */
    private static final int SIGINFO = 128;

    private static final int TIME = 16;
    private static final int COUNTED = 1024;
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;

    /** A group is busy until the last process is gone altogether. */
    private static final long MOST_ATTEMPTS = 200;

    private static final long MILLISECOND = 1_000_000;
    private static final long LONG_RUN_SECONDS = 10;
    private static final long FIRST_PAUSE_NANOS = 100 * MILLISECOND;
    private static final String DRAFT = "exit.draft";
    private static final String FILE = "exit";

    private final ProgramBuilder out;
    private final Keep keep;
    private final Calls calls;

    KeeperEnd(ProgramBuilder out, Keep keep) {
        this.out = out;
        this.keep = keep;
        this.calls = new Calls(out);
    }

    /**
     * @param when the time of its end
     * @param started seconds and nanoseconds of its beginning, by the clock that only goes forward
     */
    void write(Word process, Datum when, Word started) {
        Datum info = out.room(SIGINFO);
        Call wait =
                Call.of(
                        Syscall.WAITID,
                        new Arg.Num(Constants.P_PIDFD, "P_PIDFD"),
                        Arg.NULL,
                        Arg.NULL,
                        Arg.flag(Constants.WEXITED | Constants.__WALL, Family.WAIT),
                        Arg.NULL);
        Rec.Label reaped = new Rec.Label();
        Rec record = out.prepared(Step.call("see how it ended", wait), wait, null, reaped);
        out.copy(out.argumentOf(record, 1), process, 8);
        out.point(record, 2, info.word(0));
        out.add(record);
        out.bind(reaped);
        writeDown(info, when);
        for (String group : keep.groups()) remove(group);
        if (keep.then().isPresent()) become(keep.then().get(), info, started);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("end", exit), exit);
    }

    private void writeDown(Datum info, Datum when) {
        Rec.Label failed = new Rec.Label();
        Word file = out.word(0);
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.num(Keep.DIRECTORY),
                        Arg.text(DRAFT),
                        Arg.flag(
                                Constants.O_WRONLY | Constants.O_CREAT | Constants.O_CLOEXEC,
                                Family.OPEN),
                        Arg.mode(0600));
        out.call(Step.call("have a place to write it down", open), open, file, failed);
        append(file, info, out.word(SIGINFO), failed);
        append(file, when, out.word(TIME), failed);
        for (String each : keep.usage()) count(each, file);
        Call sync = Call.of(Syscall.FSYNC, Arg.NULL);
        Rec.Label synced = new Rec.Label();
        Rec syncing = out.prepared(Step.call("have it on the disk", sync), sync, null, synced);
        out.copy(out.argumentOf(syncing, 0), file, 8);
        out.add(syncing);
        out.bind(synced);
        Arg here = Arg.num(Keep.DIRECTORY);
        Call rename =
                Call.of(
                        Syscall.RENAMEAT2,
                        here,
                        Arg.text(DRAFT),
                        here,
                        Arg.text(FILE),
                        Arg.flag(0, Family.RENAME));
        out.call(Step.call("let everybody know", rename), rename, null, failed);
        out.bind(failed);
    }

    private void append(Word file, Datum from, Word size, Rec.Label onError) {
        Call call = Call.of(Syscall.WRITE, Arg.NULL, Arg.NULL, Arg.NULL);
        Rec record = out.prepared(Step.call("write how it ended", call), call, null, onError);
        out.copy(out.argumentOf(record, 0), file, 8);
        out.point(record, 1, from.word(0));
        out.copy(out.argumentOf(record, 2), size, 8);
        out.add(record);
    }

    private void count(String path, Word file) {
        Rec.Label missing = new Rec.Label();
        Word counter = out.word(0);
        Word size = out.word(0);
        Datum text = out.room(COUNTED);
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(Constants.O_RDONLY | Constants.O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        out.call(Step.call("see what its group has counted", open), open, counter, missing);
        Call read = Call.of(Syscall.READ, Arg.NULL, Arg.NULL, Arg.num(COUNTED));
        Rec record = out.prepared(Step.call("read it", read), read, size, missing);
        out.copy(out.argumentOf(record, 0), counter, 8);
        out.point(record, 1, text.word(0));
        out.add(record);
        append(file, text, size, missing);
        out.bind(missing);
    }

    private void remove(String group) {
        Rec.Label again = new Rec.Label();
        Rec.Label busy = new Rec.Label();
        Rec.Label done = new Rec.Label();
        Word attempts = out.word(0);
        Datum pause = out.room(16);
        out.copy(pause.word(8), out.word(MILLISECOND), 8);
        out.bind(again);
        Call rmdir =
                Call.of(
                        Syscall.UNLINKAT,
                        Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                        Arg.text(group),
                        Arg.flag(Constants.AT_REMOVEDIR, Family.AT));
        out.call(Step.call("remove its group", rmdir), rmdir, null, busy);
        out.jump(done);
        out.bind(busy);
        out.jumpUnlessEqual(Word.ERRNO, Errno.EBUSY.number(), done);
        out.add(attempts, 1);
        out.jumpIfEqual(attempts, MOST_ATTEMPTS, done);
        calls.pause("give its last process time to go", pause);
        out.jump(again);
        out.bind(done);
    }

    private void become(Keep.Then then, Datum info, Word started) {
        Rec.Label waited = new Rec.Label();
        Rec.Label failed = new Rec.Label();
        if (!then.pause().isZero()) pause(then, info, started, failed, waited);
        out.bind(waited);
        calls.tried(
                "take the descriptors along no further",
                Call.of(
                        Syscall.CLOSE_RANGE,
                        Arg.num(0),
                        new Arg.Num(0xffffffffL, "~0U"),
                        Arg.num(0)));
        for (int i = 0; i <= 2; i++) {
            Call open =
                    Call.of(
                            Syscall.OPENAT,
                            Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                            Arg.text("/dev/null"),
                            Arg.flag(Constants.O_RDWR, Family.OPEN),
                            Arg.mode(0));
            calls.tried("give it nothing as its streams", open);
        }
        calls.tried(
                "block no signal",
                Call.of(
                        Syscall.RT_SIGPROCMASK,
                        Arg.flag(Constants.SIG_SETMASK, Family.SIG_HOW),
                        new Arg.Bytes(new byte[8], "[]"),
                        Arg.NULL,
                        Arg.num(8)));
        calls.tried(
                "become who knows what is to be done now",
                Call.of(
                        Syscall.EXECVE,
                        Arg.text(then.file()),
                        words(then.argv(), "argv"),
                        words(then.environment(), "environment")));
    }

    /** A program that fails at once is not to be started again as fast as the machine can. */
    private void pause(
            Keep.Then then, Datum info, Word started, Rec.Label failed, Rec.Label waited) {
        Rec.Label shortRun = new Rec.Label();
        Word code = out.word(0);
        Word status = out.word(0);
        Datum now = out.room(16);
        Datum pause = out.room(16);
        out.copy(code, info.word(SI_CODE), 4);
        out.copy(status, info.word(SI_STATUS), 4);
        out.jumpUnlessEqual(code, Constants.CLD_EXITED, failed);
        if (!then.afterSuccess()) out.jumpIfEqual(status, 0, waited);
        out.bind(failed);
        out.copy(pause.word(0), out.word(then.pause().getSeconds()), 8);
        out.copy(pause.word(8), out.word(then.pause().getNano()), 8);
        calls.clock("see how long it ran", Constants.CLOCK_MONOTONIC, now.word(0));
        Word limit = out.word(0);
        out.copy(limit, started, 8);
        out.add(limit, LONG_RUN_SECONDS);
        out.jumpIfBelow(now.word(0), limit, shortRun);
        out.copy(pause.word(0), out.word(0), 8);
        out.copy(pause.word(8), out.word(FIRST_PAUSE_NANOS), 8);
        out.bind(shortRun);
        calls.pause("wait before the next time", pause);
    }

    private static Arg words(List<String> texts, String shown) {
        List<Arg> words = new ArrayList<>();
        for (String text : texts) words.add(Arg.text(text));
        words.add(Arg.NULL);
        return new Arg.Words(words, shown + Arrays.toString(texts.toArray()));
    }
}
