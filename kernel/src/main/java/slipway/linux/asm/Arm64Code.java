package slipway.linux.asm;

import static slipway.linux.asm.Arm64Assembler.Condition.CARRY_CLEAR;
import static slipway.linux.asm.Arm64Assembler.Condition.CARRY_SET;
import static slipway.linux.asm.Arm64Assembler.Condition.EQUAL;
import static slipway.linux.asm.Arm64Assembler.Condition.HIGHER;
import static slipway.linux.asm.Arm64Assembler.Condition.NOT_EQUAL;
import static slipway.linux.asm.Arm64Assembler.XZR;

import slipway.linux.asm.CodeBuffer.Label;

/**
 * {@link MachineCode} for aarch64. The program's header is in x20, the record at work in x19; the
 * kernel takes the number in x8, arguments in x0 to x5, and changes nothing but x0.
 */
final class Arm64Code {
    private static final int RT_SIGPROCMASK = 135;
    private static final int SIG_SETMASK = 2;
    private static final int ENOSYS = 38;
    private static final int NUMBER = 8;
    private static final int RECORD = 19;
    private static final int HEADER = 20;
    private static final int BLOCK = 21;
    private static final int INDEX = 9;
    private static final int VALUE = 10;
    private static final int OTHER = 11;

    private static final int TGKILL = 131;

    private Arm64Code() {}

    static byte[] syscall() {
        Arm64Assembler a = new Arm64Assembler();
        a.mov(NUMBER, 0);
        for (int i = 0; i < 5; i++) a.mov(i, i + 1);
        a.mov(5, XZR);
        a.svc();
        a.ret();
        return a.bytes();
    }

    static byte[] cloneInto() {
        Arm64Assembler a = new Arm64Assembler();
        Label made = new Label();
        Label child = new Label();
        a.push(RECORD, HEADER);
        a.push(BLOCK, 30);
        a.mov(BLOCK, 0);
        a.mov(1, BLOCK);
        a.addImmediate(2, BLOCK, CloneBlock.OLD_MASK);
        setMask(a);
        a.load(NUMBER, BLOCK, CloneBlock.CLONE3_NUMBER);
        a.load(0, BLOCK, CloneBlock.CLONE3_ARGS);
        a.load(1, BLOCK, CloneBlock.CLONE3_SIZE);
        a.svc();
        a.cmnImmediate(0, ENOSYS);
        a.jump(NOT_EQUAL, made);
        a.load(NUMBER, BLOCK, CloneBlock.CLONE_NUMBER);
        a.load(0, BLOCK, CloneBlock.CLONE_FLAGS);
        a.load(1, BLOCK, CloneBlock.CLONE_STACK);
        a.load(2, BLOCK, CloneBlock.CLONE_PIDFD);
        a.mov(3, XZR);
        a.mov(4, XZR);
        a.svc();
        a.bind(made);
        a.cmpImmediate(0, 0);
        a.jump(EQUAL, child);
        a.store(BLOCK, CloneBlock.RESULT, 0);
        a.addImmediate(1, BLOCK, CloneBlock.OLD_MASK);
        a.mov(2, XZR);
        setMask(a);
        a.load(0, BLOCK, CloneBlock.RESULT);
        a.pop(BLOCK, 30);
        a.pop(RECORD, HEADER);
        a.ret();
        a.bind(child);
        a.load(HEADER, BLOCK, CloneBlock.PROGRAM);
        run(a);
        return a.bytes();
    }

    static byte[] signalRelay(int process, int thread) {
        Arm64Assembler a = new Arm64Assembler();
        a.mov32(2, 0); // the signal
        a.movz(0, process, 0);
        a.movk(0, process >>> 16, 1);
        a.movz(1, thread, 0);
        a.movk(1, thread >>> 16, 1);
        a.movz(NUMBER, TGKILL, 0);
        a.svc();
        a.ret();
        return a.bytes();
    }

    static byte[] interpreter(int base) {
        Arm64Assembler a = new Arm64Assembler();
        a.movz(HEADER, base, 0);
        a.movk(HEADER, base >>> 16, 1);
        run(a);
        return a.bytes();
    }

    private static void setMask(Arm64Assembler a) {
        a.movz(NUMBER, RT_SIGPROCMASK, 0);
        a.movz(0, SIG_SETMASK, 0);
        a.movz(3, 8, 0);
        a.svc();
    }

    private static void run(Arm64Assembler a) {
        Label next = new Label();
        Label onwards = new Label();
        Label jump = new Label();
        Label error = new Label();
        Label copy = new Label();
        Label store = new Label();
        Label add = new Label();
        Label branch = new Label();
        Label ifNotEqual = new Label();
        Label ifBelow = new Label();

        a.addImmediate(RECORD, HEADER, RecordLayout.HEADER);
        a.bind(next);
        a.load32(VALUE, RECORD, RecordLayout.KIND);
        a.cmpImmediate(VALUE, RecordLayout.COPY);
        a.jump(EQUAL, copy);
        a.cmpImmediate(VALUE, RecordLayout.ADD);
        a.jump(EQUAL, add);
        a.jump(HIGHER, branch);

        a.load32(NUMBER, RECORD, RecordLayout.DETAIL);
        for (int i = 0; i < 6; i++) a.load(i, RECORD, RecordLayout.argument(i));
        a.svc();
        a.load32(INDEX, RECORD, RecordLayout.RESULT);
        a.storeIndexed(HEADER, INDEX, 0);
        a.cmnImmediate(0, 4095); // the kernel's errors are the last page of the address space
        a.jump(CARRY_SET, error);
        a.bind(onwards);
        a.addImmediate(RECORD, RECORD, RecordLayout.RECORD);
        a.b(next);

        a.bind(error);
        a.sub(VALUE, XZR, 0);
        a.store(HEADER, RecordLayout.ERRNO, VALUE);
        a.sub(VALUE, RECORD, HEADER);
        a.store(HEADER, RecordLayout.FAILED, VALUE);
        a.bind(jump);
        a.load32(RECORD, RECORD, RecordLayout.TARGET);
        a.add(RECORD, RECORD, HEADER);
        a.b(next);

        a.bind(copy);
        a.load(INDEX, RECORD, RecordLayout.argument(1));
        a.loadIndexed(VALUE, HEADER, INDEX);
        a.load(INDEX, RECORD, RecordLayout.argument(0));
        a.load32(OTHER, RECORD, RecordLayout.DETAIL);
        a.cmpImmediate(OTHER, 8);
        a.jump(EQUAL, store);
        a.mov32(VALUE, VALUE);
        a.bind(store);
        a.storeIndexed(HEADER, INDEX, VALUE);
        a.b(onwards);

        a.bind(add);
        a.load(INDEX, RECORD, RecordLayout.argument(0));
        a.loadIndexed(VALUE, HEADER, INDEX);
        a.load(OTHER, RECORD, RecordLayout.argument(1));
        a.add(VALUE, VALUE, OTHER);
        a.b(store);

        a.bind(branch);
        a.load(INDEX, RECORD, RecordLayout.argument(0));
        a.loadIndexed(VALUE, HEADER, INDEX);
        a.load(INDEX, RECORD, RecordLayout.argument(1));
        a.load32(OTHER, RECORD, RecordLayout.DETAIL);
        a.cmpImmediate(OTHER, RecordLayout.IF_NOT_EQUAL);
        a.jump(EQUAL, ifNotEqual);
        a.jump(HIGHER, ifBelow);
        a.cmp(VALUE, INDEX);
        a.jump(EQUAL, jump);
        a.b(onwards);
        a.bind(ifNotEqual);
        a.cmp(VALUE, INDEX);
        a.jump(NOT_EQUAL, jump);
        a.b(onwards);
        a.bind(ifBelow);
        a.cmp(VALUE, INDEX);
        a.jump(CARRY_CLEAR, jump);
        a.b(onwards);
    }
}
