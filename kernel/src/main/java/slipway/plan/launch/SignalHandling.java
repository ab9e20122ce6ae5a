package slipway.plan.launch;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.SIGKILL;

import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * The part of {@link HandOverProgram} that takes one signal from the descriptor and does what its
 * {@link SignalRule} says. How long ago the last one came is what a timer of five seconds has left.
 */
final class SignalHandling {
    private static final int SIGNALFD_SIGINFO = 128;
    private static final int SECONDS = 5;

    /** What the timer has left after the tenth of a second in which timeout(1) sends twice. */
    private static final long LEFT_NANOS = 900_000_000L;

    /** In {@code struct itimerspec}: the interval first, then what is left. */
    private static final int LEFT = 16;

    private static final String CAUGHT = "\nSigCgt:\t";
    private static final int DIGITS = 16;
    private static final int BITS = 4;

    private final ProgramBuilder out;
    private final List<SignalRule> rules;
    private final HandOverFds fds;
    private final HandOverProgram.Verdict verdict;
    private final Word[] caught = new Word[DIGITS];

    SignalHandling(
            ProgramBuilder out,
            List<SignalRule> rules,
            HandOverFds fds,
            HandOverProgram.Verdict verdict) {
        this.out = out;
        this.rules = rules;
        this.fds = fds;
        this.verdict = verdict;
        for (int i = 0; i < DIGITS; i++) caught[i] = out.word(0);
    }

    void write(Rec.Label done) {
        Datum info = out.room(SIGNALFD_SIGINFO);
        Word number = out.word(0);
        Call call = Call.of(Syscall.READ, Arg.num(fds.signals()), Arg.NULL, Arg.num(128));
        Rec read = out.prepared(Step.call("take the signal", call), call, null, done);
        out.point(read, 1, info.word(0));
        out.add(read);
        out.copy(number, info.word(0), 4);
        // Before it is handed on: the handler may be gone afterwards, and the process, too.
        readCaught();
        for (int i = 0; i < rules.size(); i++) {
            Rec.Label next = new Rec.Label();
            out.jumpUnlessEqual(number, rules.get(i).number(), next);
            handOn(rules.get(i), fds.timers().get(i), done);
            out.jump(done);
            out.bind(next);
        }
        out.jump(done);
    }

    private void handOn(SignalRule rule, int timer, Rec.Label done) {
        send(rule.passed(), done);
        if (!rule.isLethal()) return;
        Datum left = out.room(32);
        Word seconds = left.word(LEFT);
        Word nanos = left.word(LEFT + 8);
        Rec.Label handled = new Rec.Label();
        Rec.Label first = new Rec.Label();
        Rec.Label again = new Rec.Label();
        timer(Call.of(Syscall.TIMERFD_GETTIME, Arg.num(timer), Arg.NULL), 1, left, done);
        Arg five = new Arg.Words(List.of(num(0), num(0), num(SECONDS), num(0)), "{5 s}");
        HandOverProgram.ignored(
                out,
                "see whether another one comes soon",
                Call.of(Syscall.TIMERFD_SETTIME, Arg.num(timer), num(0), five, Arg.NULL));
        ifCaught(rule.passed(), handled);
        out.jumpUnlessEqual(seconds, 0, again);
        out.jumpIfEqual(nanos, 0, first);
        out.bind(again);
        kill(rule.ignoredTwice(), done);
        out.bind(first);
        kill(rule.ignored(), done);
        out.bind(handled);
        if (rule.handledTwice().isEmpty()) return;
        Rec.Label byHand = new Rec.Label();
        Rec.Label some = new Rec.Label();
        out.jumpUnlessEqual(seconds, 0, some);
        out.jumpIfEqual(nanos, 0, done);
        out.bind(some);
        out.jumpIfBelow(seconds, SECONDS - 1, byHand);
        out.jumpUnlessEqual(seconds, SECONDS - 1, done);
        out.jumpIfBelow(nanos, LEFT_NANOS, byHand);
        out.jump(done);
        out.bind(byHand);
        kill(rule.handledTwice(), done);
    }

    private void kill(String text, Rec.Label done) {
        if (!text.isEmpty()) {
            verdict.is(text);
            send(SIGKILL, done);
        }
        out.jump(done);
    }

    private void send(int signal, Rec.Label onError) {
        Call call =
                Call.of(
                        Syscall.PIDFD_SEND_SIGNAL,
                        Arg.num(fds.container()),
                        Arg.flag(signal, Family.SIGNAL),
                        Arg.NULL,
                        Arg.num(0));
        out.call(Step.call("hand it on", call), call, null, onError);
    }

    private void timer(Call call, int argument, Datum datum, Rec.Label onError) {
        Rec record = out.prepared(Step.call("see when the last came", call), call, null, onError);
        out.point(record, argument, datum.word(0));
        out.add(record);
    }

    private static Arg num(long value) {
        return Arg.num(value);
    }

    /** Which signals it has handlers for: a digit a word. None if it has just ended. */
    private void readCaught() {
        Rec.Label gone = new Rec.Label();
        Word nothing = out.word(0);
        for (Word digit : caught) out.copy(digit, nothing, 8);
        FileScan file = FileScan.open(out, "/proc/" + fds.pid() + "/status", gone);
        file.seek(CAUGHT);
        for (Word digit : caught) file.next(digit);
        file.close();
        out.bind(gone);
    }

    private void ifCaught(int signal, Rec.Label target) {
        Word digit = caught[DIGITS - 1 - (signal - 1) / BITS];
        int bit = (signal - 1) % BITS;
        for (int value = 0; value < 1 << BITS; value++) {
            if ((value >> bit & 1) == 0) continue;
            out.jumpIfEqual(digit, "0123456789abcdef".charAt(value), target);
        }
    }

    /** A small file of the kernel's, read byte by byte: a program cannot look into a word. */
    static final class FileScan {
        private final ProgramBuilder out;
        private final Word fd;
        private final Word got;
        private final Rec.Label ended = new Rec.Label();

        private FileScan(ProgramBuilder out) {
            this.out = out;
            this.fd = out.word(0);
            this.got = out.word(0);
        }

        static FileScan open(ProgramBuilder out, String path, Rec.Label onError) {
            FileScan scan = new FileScan(out);
            Call call =
                    Call.of(
                            Syscall.OPENAT,
                            Arg.flag(AT_FDCWD, Family.DIRFD),
                            Arg.text(path),
                            Arg.flag(O_RDONLY, Family.OPEN),
                            Arg.mode(0));
            out.call(Step.call("look into " + path, call), call, scan.fd, onError);
            return scan;
        }

        /** To behind {@code text}, whose first byte must not be in it again. */
        void seek(String text) {
            Word one = out.word(0);
            Rec.Label start = new Rec.Label();
            out.bind(start);
            next(one);
            Rec.Label second = new Rec.Label();
            out.jumpUnlessEqual(one, text.charAt(0), start);
            out.bind(second);
            for (int i = 1; i < text.length(); i++) {
                Rec.Label matches = new Rec.Label();
                next(one);
                out.jumpIfEqual(one, text.charAt(i), matches);
                out.jumpIfEqual(one, text.charAt(0), second);
                out.jump(start);
                out.bind(matches);
            }
        }

        void next(Word into) {
            Call call = Call.of(Syscall.READ, Arg.NULL, Arg.NULL, Arg.num(1));
            Rec read = out.prepared(Step.call("read on", call), call, got, ended);
            out.copy(out.argumentOf(read, 0), fd, 8);
            out.point(read, 1, into);
            out.add(read);
            out.jumpIfEqual(got, 0, ended);
        }

        /** Also where it has ended too soon. */
        void close() {
            out.bind(ended);
            Rec.Label done = new Rec.Label();
            Call call = Call.of(Syscall.CLOSE, Arg.NULL);
            Rec close = out.prepared(Step.call("close it", call), call, null, done);
            out.copy(out.argumentOf(close, 0), fd, 8);
            out.add(close);
            out.bind(done);
        }
    }
}
