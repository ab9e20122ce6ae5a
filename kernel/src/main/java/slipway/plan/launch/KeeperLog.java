package slipway.plan.launch;

import org.jspecify.annotations.Nullable;
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
 * How a keeper writes down what its child prints: in frames with a header, of which a torn one is
 * taken back and counted, so that a full disk costs output and nothing else. See docs/program.md
 * for the frame.
 */
final class KeeperLog {
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int TERMINAL = 3;

    static final int HEADER = 24;
    static final int MOST = 16 << 10;
    private static final int MODE = 0600;
    private static final String FILE = "log";
    private static final String OLD = "log.1";
    private static final String NEW = "log.new";

    /** Two words: how many bytes could not be written down, and the errno of the last. */
    private static final String LOST = "lost";

    private static final int LOST_SIZE = 16;

    private final ProgramBuilder out;
    private final Keep keep;
    private final Datum header;
    private final Datum vectors;
    private final Word buffer;

    KeeperLog(ProgramBuilder out, Keep keep) {
        this.out = out;
        this.keep = keep;
        this.header = out.room(HEADER);
        this.vectors = out.room(32);
        this.buffer = out.word(0);
    }

    /** Room for what is read, apart from the program, whose file would be larger by it. */
    void prepare() {
        Call call =
                Call.of(
                        Syscall.MMAP,
                        Arg.NULL,
                        Arg.num(MOST),
                        Arg.flag(Constants.PROT_READ | Constants.PROT_WRITE, Family.PROT),
                        Arg.flag(Constants.MAP_PRIVATE | Constants.MAP_ANONYMOUS, Family.MAP),
                        new Arg.Num(-1),
                        Arg.num(0));
        out.call(Step.call("have room for output", call), call, buffer, out.onFailure());
        out.point(vectors, 0, header);
        out.copy(vectors.word(8), out.word(HEADER), 8);
        out.copy(vectors.word(16), buffer, 8);
    }

    /**
     * Moves what there is from the descriptor to the log.
     *
     * @param next the way on; nothing may have been read
     * @param over the way on at its end
     */
    void pump(int fd, int stream, Rec.Label next, Rec.Label over) {
        Rec.Label refused = new Rec.Label();
        Rec.Label write = new Rec.Label();
        Rec.Label torn = new Rec.Label();
        Rec.Label cut = new Rec.Label();
        Rec.Label lost = new Rec.Label();
        Word why = out.word(0);
        Word count = out.word(0);
        Word size = out.word(0);
        Word expected = out.word(0);
        Word written = out.word(0);
        Call read = Call.of(Syscall.READ, Arg.num(fd), Arg.NULL, Arg.num(MOST));
        Rec reading = out.prepared(Step.call("take what it prints", read), read, count, refused);
        out.copy(out.argumentOf(reading, 1), buffer, 8);
        out.add(reading);
        out.jumpIfEqual(count, 0, over);
        // A copy writes eight bytes, so each of these covers what the one before has zeroed.
        out.copy(header.word(0), count, 8);
        out.copy(header.word(4), out.word(stream), 8);
        new Calls(out).clock("note when", Constants.CLOCK_REALTIME, header.word(8));
        out.copy(vectors.word(24), count, 8);
        out.copy(expected, count, 8);
        out.add(expected, HEADER);
        Call seek =
                Call.of(Syscall.LSEEK, Arg.num(Keep.LOG), Arg.num(0), Arg.num(Constants.SEEK_END));
        out.call(Step.call("see how long the log is", seek), seek, size, write);
        out.jumpIfBelow(size, keep.logMost(), write);
        turn(size, write);

        out.bind(write);
        Call call = Call.of(Syscall.WRITEV, Arg.num(Keep.LOG), Arg.NULL, Arg.num(2));
        Rec record = out.prepared(Step.call("write it down", call), call, written, torn);
        out.point(record, 1, vectors.word(0));
        out.add(record);
        out.jumpIfEqual(written, expected, next);
        out.copy(why, out.word(Errno.ENOSPC.number()), 8); // less than all of it, and no errno
        out.jump(cut);
        out.bind(torn);
        out.copy(why, Word.ERRNO, 8);
        out.bind(cut);
        Call shorten = Call.of(Syscall.FTRUNCATE, Arg.num(Keep.LOG), Arg.NULL);
        Rec cutting = out.prepared(Step.call("leave no half frame", shorten), shorten, null, lost);
        out.copy(out.argumentOf(cutting, 1), size, 8);
        out.add(cutting);
        out.bind(lost);
        count(count, why, next);
        out.jump(next);

        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.EINTR.number(), next);
        out.jumpIfEqual(Word.ERRNO, Errno.EAGAIN.number(), next);
        out.jump(over);
    }

    /**
     * Adds to what could not be written down, in a file that is there and as long as it will be.
     */
    private void count(Word bytes, Word why, Rec.Label onError) {
        Word file = out.word(0);
        Rec.Label close = new Rec.Label();
        Datum record = out.room(LOST_SIZE);
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.num(Keep.DIRECTORY),
                        Arg.text(LOST),
                        Arg.flag(Constants.O_RDWR | Constants.O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        out.call(Step.call("find what is lost so far", open), open, file, onError);
        Arg size = Arg.num(LOST_SIZE);
        ofFile(Call.of(Syscall.READ, Arg.NULL, Arg.NULL, size), file, record, close);
        out.add(record.word(0), bytes);
        out.copy(record.word(8), why, 8);
        Call seek = Call.of(Syscall.LSEEK, Arg.NULL, Arg.num(0), Arg.num(Constants.SEEK_SET));
        ofFile(seek, file, null, close);
        ofFile(Call.of(Syscall.WRITE, Arg.NULL, Arg.NULL, size), file, record, close);
        out.bind(close);
        ofFile(Call.of(Syscall.CLOSE, Arg.NULL), file, null, onError);
    }

    private void ofFile(Call call, Word file, @Nullable Datum buffer, Rec.Label onError) {
        Rec record = out.prepared(Step.call("count what is lost", call), call, null, onError);
        out.copy(out.argumentOf(record, 0), file, 8);
        if (buffer != null) out.point(record, 1, buffer.word(0));
        out.add(record);
    }

    /** Begins a new log; the one so far stays readable under its other name. */
    private void turn(Word size, Rec.Label onError) {
        Word fresh = out.word(0);
        Rec.Label instead = new Rec.Label();
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.num(Keep.DIRECTORY),
                        Arg.text(NEW),
                        Arg.flag(
                                Constants.O_WRONLY
                                        | Constants.O_CREAT
                                        | Constants.O_TRUNC
                                        | Constants.O_APPEND
                                        | Constants.O_CLOEXEC,
                                Family.OPEN),
                        Arg.mode(MODE));
        out.call(Step.call("begin a new log", open), open, fresh, onError);
        rename(FILE, OLD, instead);
        rename(NEW, FILE, instead);
        out.bind(instead);
        Call copy =
                Call.of(
                        Syscall.DUP3,
                        Arg.NULL,
                        Arg.num(Keep.LOG),
                        Arg.flag(Constants.O_CLOEXEC, Family.OPEN));
        Rec place = out.prepared(Step.call("write to the new one", copy), copy, null, onError);
        out.copy(out.argumentOf(place, 0), fresh, 8);
        out.add(place);
        Call close = Call.of(Syscall.CLOSE, Arg.NULL);
        Rec drop = out.prepared(Step.call("drop the copy", close), close, null, onError);
        out.copy(out.argumentOf(drop, 0), fresh, 8);
        out.add(drop);
        out.copy(size, out.word(0), 8);
    }

    private void rename(String from, String to, Rec.Label onError) {
        Arg here = Arg.num(Keep.DIRECTORY);
        Call call =
                Call.of(
                        Syscall.RENAMEAT2,
                        here,
                        Arg.text(from),
                        here,
                        Arg.text(to),
                        Arg.flag(0, Family.RENAME));
        out.call(Step.call("name it " + to, call), call, null, onError);
    }
}
