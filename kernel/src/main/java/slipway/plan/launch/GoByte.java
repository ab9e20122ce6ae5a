package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * The one byte that means "go on". Anything else, and above all the end of the file when the JVM
 * has died, means "end quietly".
 */
final class GoByte {
    static final byte GO = 'G';

    private GoByte() {}

    static void sendTo(Fd pipe) {
        pipe.write(new byte[] {GO});
    }

    /** Waits for the byte on {@code fd}; goes to {@code abandoned} when something else comes. */
    // tag::await[]
    static void await(ProgramBuilder out, int fd, Rec.Label abandoned, String why) {
        Word received = out.word(0);
        Word count = out.word(0);
        Call read =
                Call.of(Syscall.READ, Arg.num(fd), new Arg.Bytes(new byte[8], "\"G\""), Arg.num(1));
        Step step = Step.call(why, read);
        Rec record = out.prepared(step, read, count, out.onFailure());
        out.point(record, 1, received);
        out.add(record);
        out.jumpUnlessEqual(count, 1, abandoned);
        out.jumpUnlessEqual(received, GO, abandoned);
    }
    // end::await[]
}
