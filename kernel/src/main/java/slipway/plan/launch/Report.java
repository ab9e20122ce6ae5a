package slipway.plan.launch;

import java.util.Optional;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Memory;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * What a launched process says on its pipe, in messages of three words: phase, errno, and which
 * record failed. An errno of 0 means that it waits on its own memory; the end of the file, that it
 * became the program.
 *
 * @param phase which of the two programs speaks: the one in our memory, or the one in its own
 */
record Report(long phase, long errno, long failed) {
    static final long BEFORE_EXEC = 1;
    static final long AFTER_EXEC = 2;

    /** Not a failure: it has made another process, whose number is the third word. */
    static final long FORKED = 3;

    private static final int SIZE = 24;

    /** The exit status of a process that could not do its plan. */
    static final int GAVE_UP = 125;

    /**
     * Writes the end of a program: tell what failed, and exit. Also binds the two labels.
     *
     * @param fd holds the number of the descriptor to tell it on
     */
    static void writeFailure(ProgramBuilder out, Word fd, long phase, Rec.Label abandoned) {
        Rec.Label failure = out.onFailure();
        Word message = out.room(SIZE).word(0);
        out.bind(failure);
        out.copy(message, out.word(phase), 8);
        out.copy(word(message, 8), Word.ERRNO, 8);
        out.copy(word(message, 16), Word.FAILED, 8);
        Rec send = sending(out, Arg.NULL, message, "report the failure", abandoned);
        out.copy(out.argumentOf(send, 0), fd, 8);
        out.add(send);
        out.bind(abandoned);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(GAVE_UP));
        out.call(Step.call("end", exit), exit, null, abandoned);
    }

    /** Says "I run on my own memory now". */
    static void writeReady(ProgramBuilder out, int fd) {
        Word message = out.room(SIZE).word(0);
        out.copy(message, out.word(AFTER_EXEC), 8);
        out.add(sending(out, Arg.num(fd), message, "say that it is ready", out.onFailure()));
    }

    /** Says which process it has made, which goes on in its place. */
    static void writeForked(ProgramBuilder out, int fd, Word pid) {
        Word message = out.room(SIZE).word(0);
        out.copy(message, out.word(FORKED), 8);
        out.copy(word(message, 16), pid, 8);
        out.add(sending(out, Arg.num(fd), message, "tell the new process", out.onFailure()));
    }

    private static Rec sending(
            ProgramBuilder out, Arg fd, Word message, String why, Rec.Label onError) {
        Call write =
                Call.of(Syscall.WRITE, fd, new Arg.Bytes(new byte[0], "report"), Arg.num(SIZE));
        Rec record = out.prepared(Step.call(why, write), write, null, onError);
        out.point(record, 1, message);
        return record;
    }

    private static Word word(Word start, int at) {
        return java.util.Objects.requireNonNull(start.datum()).word(at);
    }

    /** The next message, or empty at the end of the file. */
    static Optional<Report> read(Fd pipe) {
        try (Memory memory = Memory.allocate(SIZE)) {
            int count = pipe.read(memory, SIZE);
            if (count == 0) return Optional.empty();
            return Optional.of(
                    new Report(memory.getLong(0), memory.getLong(8), memory.getLong(16)));
        }
    }

    boolean isFailure() {
        return errno != 0;
    }

    boolean isFork() {
        return phase == FORKED;
    }

    Errno reason() {
        return Errno.of((int) errno);
    }

    /** The failure in words. */
    StepFailed toException(Program before, Program after) {
        Program program = phase == BEFORE_EXEC ? before : after;
        Rec record = program.recordAt(failed);
        return new StepFailed(record.step(), record.call(), Errno.of((int) errno));
    }
}
