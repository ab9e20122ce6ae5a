package slipway.lessons.spaces;

import static slipway.linux.Constants.WNOHANG;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.program.Datum;
import slipway.plan.program.Rec;
import slipway.plan.program.Word;

/**
 * What PID 1 does: takes an order from the socket, makes the call, and answers, until the socket
 * ends. An order is three words: what, and two arguments; an answer two: the result, and the status
 * of a child.
 */
final class PidOneProgram {
    static final int SOCKET = 3;
    static final int ORDER = 24;
    static final int ANSWER = 16;

    static final int START = 1;
    static final int SIGNAL = 2;
    static final int REAP = 3;
    static final int KILL = 4;
    static final int EXIT = 5;

    private final Elf elf = new Elf();
    private final Datum order = elf.out.room(ORDER);
    private final Datum answer = elf.out.room(ANSWER);

    private PidOneProgram() {}

    /**
     * @param program that START starts
     */
    static Path write(Path program, Path path) throws IOException {
        return new PidOneProgram().body(program, path);
    }

    private Path body(Path program, Path path) throws IOException {
        Rec.Label next = new Rec.Label();
        Rec.Label tell = new Rec.Label();
        Rec.Label over = new Rec.Label();
        Rec.Label[] orders = new Rec.Label[EXIT + 1];
        elf.blockSignals(true);
        elf.out.bind(next);
        Word count = elf.out.word(0);
        elf.talk(Syscall.READ, SOCKET, order, ORDER, count, over);
        elf.out.jumpIfEqual(count, 0, over);
        for (int each = START; each <= EXIT; each++) {
            orders[each] = new Rec.Label();
            elf.out.jumpIfEqual(order.word(0), each, orders[each]);
        }
        elf.out.bind(orders[START]);
        start(program);
        elf.out.jump(tell);
        elf.out.bind(orders[SIGNAL]);
        elf.awaitSignal(answer.word(0));
        elf.out.jump(tell);
        elf.out.bind(orders[REAP]);
        reap();
        elf.out.jump(tell);
        elf.out.bind(orders[KILL]);
        ordered(Call.of(Syscall.KILL, Arg.num(0), Arg.num(0)), answer.word(0), 2);
        elf.out.jump(tell);
        elf.out.bind(orders[EXIT]);
        ordered(Call.of(Syscall.EXIT_GROUP, Arg.num(0)), elf.out.word(0), 1);
        elf.out.bind(tell);
        elf.talk(Syscall.WRITE, SOCKET, answer, ANSWER, elf.out.word(0), over);
        elf.out.jump(next);
        elf.out.bind(over);
        elf.exit(0);
        return elf.write(path);
    }

    /** The child begins as every program expects to: with no signal blocked. */
    private void start(Path program) {
        Rec.Label parent = new Rec.Label();
        elf.fork(answer.word(0));
        elf.out.jumpUnlessEqual(answer.word(0), 0, parent);
        elf.blockSignals(false);
        Arg path = Arg.text(program.toString());
        Arg argv = new Arg.Words(List.of(path, Arg.NULL), "[program]");
        elf.call(elf.out.word(0), Call.of(Syscall.EXECVE, path, argv, Arg.NULL));
        elf.exit(127);
        elf.out.bind(parent);
    }

    private void reap() {
        Call call = Call.of(Syscall.WAIT4, Arg.num(0), Arg.NULL, Arg.num(WNOHANG), Arg.NULL);
        Rec.Label next = new Rec.Label();
        Rec record = elf.out.prepared(Step.call("reap", call), call, answer.word(0), next);
        elf.out.copy(elf.out.argumentOf(record, 0), order.word(8), 8);
        elf.out.point(record, 1, answer.word(8));
        elf.out.add(record);
        elf.out.bind(next);
    }

    /** A call whose first arguments are those of the order. */
    private void ordered(Call call, Word result, int arguments) {
        Rec.Label next = new Rec.Label();
        Rec record = elf.out.prepared(Step.call("obey", call), call, result, next);
        for (int i = 0; i < arguments; i++) {
            elf.out.copy(elf.out.argumentOf(record, i), order.word(8 + 8 * i), 8);
        }
        elf.out.add(record);
        elf.out.bind(next);
    }
}
