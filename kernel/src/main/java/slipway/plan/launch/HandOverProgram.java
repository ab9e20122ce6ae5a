package slipway.plan.launch;

import static slipway.linux.Constants.CLD_EXITED;
import static slipway.linux.Constants.POLLIN;
import static slipway.linux.Constants.PR_SET_NAME;
import static slipway.linux.Constants.P_PIDFD;
import static slipway.linux.Constants.SIGPIPE;
import static slipway.linux.Constants.SIG_SETMASK;
import static slipway.linux.Constants.WEXITED;
import static slipway.linux.Constants.__WALL;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SortedSet;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * What takes the place of the JVM: hands signals on until the container ends, lets the guard go,
 * says why the container was killed if it was, and ends with its status.
 */
final class HandOverProgram implements Body {
    private static final int SIGINFO = 128;
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;
    private static final int SIGNALLED = 128;

    private final List<SignalRule> rules;
    private final HandOverFds fds;
    private final SortedSet<Integer> kept;
    private final long signals;
    private final Farewell farewell;

    HandOverProgram(
            List<SignalRule> rules,
            HandOverFds fds,
            SortedSet<Integer> kept,
            long signals,
            Farewell farewell) {
        this.rules = rules;
        this.fds = fds;
        this.kept = kept;
        this.signals = signals;
        this.farewell = farewell;
    }

    @Override
    public void write(ProgramBuilder out) {
        Rec.Label onwards = new Rec.Label();
        shed(out);
        Verdict verdict = new Verdict(out);
        Datum polled = out.room(16);
        Word status = out.word(0);
        Rec.Label again = new Rec.Label();
        Rec.Label ended = new Rec.Label();
        out.bind(again);
        awaitEither(out, polled, again);
        out.jumpUnlessEqual(polled.word(8), pollfd(fds.signals()), onwards);
        out.jumpUnlessEqual(polled.word(0), pollfd(fds.container()), ended);
        out.jump(again);
        out.bind(onwards);
        new SignalHandling(out, rules, fds, verdict).write(again);
        out.bind(ended);
        reap(out, fds.container(), status);
        if (fds.guardSocket() >= 0) {
            ignored(out, "let the guard go", Call.of(Syscall.CLOSE, Arg.num(fds.guardSocket())));
            reap(out, fds.guard(), null);
        }
        verdict.say();
        new FarewellProgram(out, farewell).write(status);
        Rec.Label never = out.onFailure(); // of what is called above; there is nobody to tell
        out.bind(never);
        exit(out, status);
    }

    /** What the JVM leaves: descriptors, blocked signals, and its name. */
    private void shed(ProgramBuilder out) {
        int free = 3;
        for (int fd : kept) {
            if (fd < free) continue; // a stream that our caller had closed
            if (free < fd) closeRange(out, free, Arg.num(fd - 1L));
            free = fd + 1;
        }
        closeRange(out, free, new Arg.Num(0xffffffffL, "~0U"));
        // A line for a standard error that nobody reads must not be what ends us.
        byte[] mask = bytes(signals | 1L << SIGPIPE - 1);
        ignored(
                out,
                "hear of signals by a descriptor, and of no others",
                Call.of(
                        Syscall.RT_SIGPROCMASK,
                        Arg.flag(SIG_SETMASK, Family.SIG_HOW),
                        new Arg.Bytes(mask, "signals"),
                        Arg.NULL,
                        Arg.num(8)));
        ignored(
                out,
                "be called slipway in lists of processes",
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(PR_SET_NAME, Family.PRCTL),
                        Arg.text("slipway"),
                        Arg.num(0),
                        Arg.num(0),
                        Arg.num(0)));
    }

    private static void closeRange(ProgramBuilder out, int first, Arg last) {
        Call call = Call.of(Syscall.CLOSE_RANGE, Arg.num(first), last, Arg.num(0));
        ignored(out, "close what the JVM had open", call);
    }

    private void awaitEither(ProgramBuilder out, Datum polled, Rec.Label again) {
        out.copy(polled.word(0), out.word(pollfd(fds.container())), 8);
        out.copy(polled.word(8), out.word(pollfd(fds.signals())), 8);
        Call call = Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(2), Arg.NULL, Arg.NULL, Arg.num(8));
        Step step = Step.call("wait for a signal, or for the end of the container", call);
        Rec record = out.prepared(step, call, null, again); // EINTR: a stop and a continue
        out.point(record, 0, polled.word(0));
        out.add(record);
    }

    /** {@code struct pollfd}, with no answer in it yet. */
    private static long pollfd(int fd) {
        return fd | POLLIN << 32;
    }

    /** Of a process that has ended, or is about to: a shell's status for it. */
    private static void reap(
            ProgramBuilder out, int pidFd, @org.jspecify.annotations.Nullable Word status) {
        Datum info = out.room(SIGINFO);
        Rec.Label done = new Rec.Label();
        Rec.Label again = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        out.bind(again);
        Call call =
                Call.of(
                        Syscall.WAITID,
                        Arg.flag(P_PIDFD, Family.ID_TYPE),
                        Arg.num(pidFd),
                        Arg.NULL,
                        Arg.flag(WEXITED | __WALL, Family.WAIT),
                        Arg.NULL);
        Rec record = out.prepared(Step.call("take its status", call), call, null, refused);
        out.point(record, 2, info.word(0));
        out.add(record);
        if (status != null) {
            Word code = out.word(0);
            out.copy(status, info.word(SI_STATUS), 4);
            out.copy(code, info.word(SI_CODE), 4);
            out.jumpIfEqual(code, CLD_EXITED, done);
            out.add(status, SIGNALLED);
        }
        out.jump(done);
        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.EINTR.number(), again);
        out.bind(done);
    }

    private static void exit(ProgramBuilder out, Word status) {
        Call call = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        Rec record = out.prepared(Step.call("end as it did", call), call, null, out.onFailure());
        out.copy(out.argumentOf(record, 0), status, 8);
        out.add(record);
    }

    /** A call that changes nothing if it is refused. */
    static void ignored(ProgramBuilder out, String why, Call call) {
        Rec.Label next = new Rec.Label();
        out.call(Step.call(why, call), call, null, next);
        out.bind(next);
    }

    static byte[] bytes(long value) {
        return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    }

    /** Why the container was killed, said when it has ended. */
    static final class Verdict {
        private final ProgramBuilder out;
        private final Word length;
        private final Word address;

        Verdict(ProgramBuilder out) {
            this.out = out;
            this.length = out.word(0);
            this.address = out.word(0);
        }

        void is(String text) {
            byte[] line =
                    ("slipway: " + text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
            Datum words = out.room(line.length);
            Datum pointer = out.room(8);
            words.fill(line);
            out.point(pointer, 0, words);
            out.copy(address, pointer.word(0), 8);
            out.copy(length, out.word(line.length), 8);
        }

        void say() {
            Rec.Label done = new Rec.Label();
            out.jumpIfEqual(length, 0, done);
            Call call = Call.of(Syscall.WRITE, Arg.num(2), Arg.NULL, Arg.NULL);
            Rec write = out.prepared(Step.call("say why it was killed", call), call, null, done);
            out.copy(out.argumentOf(write, 1), address, 8);
            out.copy(out.argumentOf(write, 2), length, 8);
            out.add(write);
            out.bind(done);
        }
    }
}
