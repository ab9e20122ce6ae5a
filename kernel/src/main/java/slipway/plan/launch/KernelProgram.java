package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.RemoteKernel;
import slipway.linux.Syscall;
import slipway.linux.asm.RecordLayout;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * The program of a {@link KernelProcess}: says where it takes messages in, and then makes the call
 * of each and answers, until the socket on 0 ends. See {@link RemoteKernel} for the messages.
 */
final class KernelProgram implements Body {
    private static final int SOCKET = 0;

    @Override
    public void write(ProgramBuilder out) {
        new PlanCompiler(out).compile(Apart.plan());
        Datum message = out.room(RemoteKernel.MOST);
        Datum where = out.room(8);
        out.point(where, 0, message);
        talk(out, Syscall.WRITE, "say where messages are taken in", where, out.word(0), 8);

        Rec.Label next = new Rec.Label();
        Rec.Label ended = new Rec.Label();
        Rec.Label made = new Rec.Label();
        Word count = out.word(0);
        out.bind(next);
        talk(out, Syscall.READ, "take a call in", message, count, RemoteKernel.MOST);
        out.jumpIfEqual(count, 0, ended);
        Call any = Call.of(Syscall.GETPID);
        Rec record = out.prepared(Step.call("make it", any), any, message.word(0), made);
        // The copy of 4 bytes writes 8, and so goes before that of the first argument.
        out.copy(new Word(null, record, RecordLayout.DETAIL), message.word(0), 4);
        for (int i = 0; i < Call.MAX_ARGS; i++) {
            out.copy(out.argumentOf(record, i), message.word(8 + 8 * i), 8);
        }
        out.add(record);
        out.bind(made);
        Call write = Call.of(Syscall.WRITE, Arg.num(SOCKET), Arg.NULL, Arg.NULL);
        Rec answer = out.prepared(Step.call("answer", write), write, null, ended);
        out.point(answer, 1, message.word(0));
        out.copy(out.argumentOf(answer, 2), message.word(RemoteKernel.ANSWER_SIZE), 8);
        out.add(answer);
        out.jump(next);
        out.bind(ended);
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("end", exit), exit);
    }

    private static void talk(
            ProgramBuilder out, Syscall how, String why, Datum datum, Word count, int size) {
        Call call = Call.of(how, Arg.num(SOCKET), Arg.NULL, Arg.num(size));
        Rec record = out.prepared(Step.call(why, call), call, count, out.onFailure());
        out.point(record, 1, datum.word(0));
        out.add(record);
    }
}
