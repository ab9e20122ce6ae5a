package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.FdPassing;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * What a keeper does while its child runs: writes down what it prints, and hands on what is typed.
 *
 * <p>It waits for all of that in one ppoll. Of a descriptor that is looked at nothing but the whole
 * word of its {@code struct pollfd} is compared: with what it is while nothing has come, and with
 * what it is while it is switched off.
 */
final class KeeperLoop {
    private static final int POLLFD = 8;
    private static final long POLL_IN = Constants.POLLIN << 32;

    /** An entry of no descriptor: the kernel passes it over. */
    private static final long OFF = POLL_IN | 0xffffffffL;

    private static final int PROCESS = 0;
    private static final int CONTROL = 3;
    private static final int TYPED = 4;
    private static final int ENTRIES = 5;

    /** A descriptor that outlives the child may not keep us from coming to an end. */
    private static final long MOST_ROUNDS = 1024;

    private static final int MESSAGE = 16;
    private static final int RESIZE = 1;
    private static final int CLOSE_INPUT = 2;

    private final ProgramBuilder out;
    private final Keep keep;
    private final Calls calls;
    private final Datum entries;
    private final Word started;
    private final KeeperLog log;

    KeeperLoop(ProgramBuilder out, Keep keep) {
        this.out = out;
        this.keep = keep;
        this.calls = new Calls(out);
        this.entries = out.room(POLLFD * ENTRIES);
        this.started = out.room(16).word(0);
        this.log = new KeeperLog(out, keep);
    }

    /**
     * Writes it.
     *
     * @param process holds the pidfd of the child
     */
    void write(Word process) {
        calls.clock("note when it began", Constants.CLOCK_MONOTONIC, started);
        log.prepare();
        boolean terminal = keep.terminal().isPresent();
        boolean typing = terminal && keep.input().isPresent();
        if (terminal) takeTerminal();
        Word quiet = out.word(0);
        out.copy(quiet, process, 4);
        out.add(quiet, POLL_IN);
        out.copy(entry(PROCESS), quiet, 8);
        if (terminal) watch(KeeperLog.STDOUT, Keep.TERMINAL, true);
        else watch(KeeperLog.STDOUT, Keep.OUTPUT, keep.output().isPresent());
        watch(KeeperLog.STDERR, Keep.ERRORS, !terminal && keep.errors().isPresent());
        watch(CONTROL, Keep.CONTROL, true);
        watch(TYPED, Keep.INPUT, typing);

        Word busy = out.word(0);
        Word ended = out.word(0);
        Word rounds = out.word(0);
        Datum when = out.room(16);
        Rec.Label poll = new Rec.Label();
        Rec.Label finish = new Rec.Label();
        Rec.Label goesOn = new Rec.Label();
        out.bind(poll);
        out.copy(busy, out.word(0), 8);
        Rec wait = poll(poll);
        if (terminal) {
            output(KeeperLog.STDOUT, Keep.TERMINAL, KeeperLog.TERMINAL, busy);
        } else {
            output(KeeperLog.STDOUT, Keep.OUTPUT, KeeperLog.STDOUT, busy);
            output(KeeperLog.STDERR, Keep.ERRORS, KeeperLog.STDERR, busy);
        }
        control();
        if (typing) typed();
        out.jumpIfEqual(ended, 0, goesOn);
        // What it has written before its end is still in the pipes.
        out.jumpIfEqual(busy, 0, finish);
        out.add(rounds, 1);
        out.jumpIfBelow(rounds, MOST_ROUNDS, poll);
        out.jump(finish);

        out.bind(goesOn);
        out.jumpIfEqual(entry(PROCESS), quiet, poll);
        calls.clock("note when it ended", Constants.CLOCK_REALTIME, when.word(0));
        out.copy(ended, out.word(1), 8);
        for (int each : new int[] {PROCESS, CONTROL, TYPED}) turnOff(each);
        Datum none = out.room(16);
        Datum pointer = out.room(8);
        out.point(pointer, 0, none);
        out.copy(out.argumentOf(wait, 2), pointer.word(0), 8); // from now on it does not wait
        out.jump(poll);

        out.bind(finish);
        new KeeperEnd(out, keep).write(process, when, started);
    }

    private Word entry(int index) {
        return entries.word(POLLFD * index);
    }

    private void watch(int index, int fd, boolean on) {
        out.copy(entry(index), out.word(on ? POLL_IN | fd : OFF), 8);
    }

    private void turnOff(int index) {
        out.copy(entry(index), out.word(OFF), 8);
    }

    /** Goes to the label unless there is something to be done. */
    private void unlessReady(int index, int fd, Rec.Label otherwise) {
        out.jumpIfEqual(entry(index), POLL_IN | fd, otherwise);
        out.jumpIfEqual(entry(index), OFF, otherwise);
    }

    private Rec poll(Rec.Label again) {
        Call call =
                Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(ENTRIES), Arg.NULL, Arg.NULL, Arg.num(8));
        Rec wait = out.prepared(Step.call("wait for what happens", call), call, null, again);
        out.point(wait, 0, entry(0));
        out.add(wait);
        return wait;
    }

    private void output(int index, int fd, int stream, Word busy) {
        Rec.Label next = new Rec.Label();
        Rec.Label over = new Rec.Label();
        unlessReady(index, fd, next);
        out.copy(busy, out.word(1), 8);
        log.pump(fd, stream, next, over);
        out.bind(over);
        turnOff(index);
        out.bind(next);
    }

    private void control() {
        Rec.Label next = new Rec.Label();
        Rec.Label close = new Rec.Label();
        Datum message = out.room(MESSAGE);
        Word count = out.word(0);
        Word what = out.word(0);
        unlessReady(CONTROL, Keep.CONTROL, next);
        calls.read("take a wish", Keep.CONTROL, message, MESSAGE, count, next);
        out.jumpUnlessEqual(count, MESSAGE, next);
        out.copy(what, message.word(0), 4);
        out.jumpIfEqual(what, CLOSE_INPUT, close);
        out.jumpUnlessEqual(what, RESIZE, next);
        if (keep.terminal().isPresent()) {
            Call resize =
                    Call.of(
                            Syscall.IOCTL,
                            Arg.num(Keep.TERMINAL),
                            Arg.flag(Constants.TIOCSWINSZ, Family.TTY_IOCTL),
                            Arg.NULL);
            Rec record = out.prepared(Step.call("resize it", resize), resize, null, next);
            out.point(record, 2, message.word(8));
            out.add(record);
        }
        out.jump(next);
        out.bind(close);
        turnOff(TYPED);
        calls.tried("let its input end", Call.of(Syscall.CLOSE, Arg.num(Keep.INPUT)));
        out.bind(next);
    }

    /**
     * A byte at a time: one that the terminal does not take at once can be kept, and nothing of
     * what a shell prints has to wait meanwhile.
     */
    private void typed() {
        Rec.Label next = new Rec.Label();
        Rec.Label another = new Rec.Label();
        Rec.Label refused = new Rec.Label();
        Rec.Label send = new Rec.Label();
        Datum typed = out.room(8);
        Word count = out.word(0);
        Word kept = out.word(0);
        Datum pause = out.room(16);
        out.copy(pause.word(8), out.word(1_000_000), 8);
        Rec.Label have = new Rec.Label();
        out.jumpUnlessEqual(kept, 0, send);
        unlessReady(TYPED, Keep.INPUT, next);
        out.bind(another);
        calls.read("take what was typed", Keep.INPUT, typed, 1, count, next);
        out.jumpUnlessEqual(count, 0, have);
        turnOff(TYPED);
        out.jump(next);
        out.bind(have);
        out.bind(send);
        out.copy(kept, out.word(0), 8);
        Call write = Call.of(Syscall.WRITE, Arg.num(Keep.TERMINAL), Arg.NULL, Arg.num(1));
        Rec record = out.prepared(Step.call("type it", write), write, null, refused);
        out.point(record, 1, typed.word(0));
        out.add(record);
        out.jump(another);
        out.bind(refused);
        out.jumpUnlessEqual(Word.ERRNO, Errno.EAGAIN.number(), next);
        out.copy(kept, out.word(1), 8);
        calls.pause("give it time to read", pause);
        out.bind(next);
    }

    /** Holds the far side open as well: without a program on it a terminal is never quiet. */
    private void takeTerminal() {
        Rec.Label without = new Rec.Label();
        Datum header = out.room(FdPassing.MSGHDR);
        Datum vector = out.room(16);
        Datum payload = out.room(8);
        Datum control = out.room(FdPassing.CONTROL);
        out.point(header, FdPassing.MSGHDR_IOV, vector);
        out.point(header, FdPassing.MSGHDR_CONTROL, control);
        out.point(vector, 0, payload);
        out.copy(header.word(FdPassing.MSGHDR_IOVLEN), out.word(1), 8);
        out.copy(header.word(FdPassing.MSGHDR_CONTROLLEN), out.word(FdPassing.CONTROL), 8);
        out.copy(vector.word(8), out.word(8), 8);
        Word count = out.word(0);
        Call call = Call.of(Syscall.RECVMSG, Arg.num(Keep.SOCKET), Arg.NULL, Arg.num(0));
        Rec receive = out.prepared(Step.call("take the terminal", call), call, count, without);
        out.point(receive, 1, header.word(0));
        out.add(receive);
        out.jumpIfEqual(count, 0, without);
        Word passed = out.word(0);
        out.copy(passed, control.word(FdPassing.CONTROL_FD), 4);
        Call copy =
                Call.of(Syscall.DUP3, Arg.NULL, Arg.num(Keep.TERMINAL), Arg.flag(0, Family.OPEN));
        Rec place = out.prepared(Step.call("have it in its place", copy), copy, null, without);
        out.copy(out.argumentOf(place, 0), passed, 8);
        out.add(place);
        Call flags =
                Call.of(
                        Syscall.FCNTL,
                        Arg.num(Keep.TERMINAL),
                        Arg.flag(Constants.F_SETFL, Family.FCNTL),
                        Arg.flag(Constants.O_RDWR | Constants.O_NONBLOCK, Family.OPEN));
        calls.tried("never wait for it", flags);
        Call far =
                Call.of(
                        Syscall.IOCTL,
                        Arg.num(Keep.TERMINAL),
                        Arg.flag(Constants.TIOCGPTPEER, Family.TTY_IOCTL),
                        Arg.flag(Constants.O_RDWR | Constants.O_NOCTTY, Family.OPEN));
        calls.tried("keep the side of programs open", far);
        out.bind(without);
        calls.tried("close the socket", Call.of(Syscall.CLOSE, Arg.num(Keep.SOCKET)));
    }
}
