package slipway.linux.asm;

import static slipway.linux.asm.X86Assembler.Condition.ABOVE;
import static slipway.linux.asm.X86Assembler.Condition.ABOVE_OR_EQUAL;
import static slipway.linux.asm.X86Assembler.Condition.BELOW;
import static slipway.linux.asm.X86Assembler.Condition.EQUAL;
import static slipway.linux.asm.X86Assembler.Condition.NOT_EQUAL;
import static slipway.linux.asm.X86Assembler.R10;
import static slipway.linux.asm.X86Assembler.R12;
import static slipway.linux.asm.X86Assembler.R13;
import static slipway.linux.asm.X86Assembler.R8;
import static slipway.linux.asm.X86Assembler.R9;
import static slipway.linux.asm.X86Assembler.RAX;
import static slipway.linux.asm.X86Assembler.RBX;
import static slipway.linux.asm.X86Assembler.RCX;
import static slipway.linux.asm.X86Assembler.RDI;
import static slipway.linux.asm.X86Assembler.RDX;
import static slipway.linux.asm.X86Assembler.RSI;

import slipway.linux.asm.CodeBuffer.Label;

/** {@link MachineCode} for x86-64. The program's header is in r12, the record at work in rbx. */
final class X86Code {
    private static final int RT_SIGPROCMASK = 14;
    private static final int SIG_SETMASK = 2;
    private static final int ENOSYS = 38;

    private static final int TGKILL = 234;
    private static final int RT_SIGRETURN = 15;

    /** How long the handler of {@link #signalRelay} is. */
    static final int RELAY_RETURN = 20;

    private X86Code() {}

    // tag::syscall[]
    static byte[] syscall() {
        X86Assembler a = new X86Assembler();
        a.mov(RAX, RDI); // the C convention hands over rdi rsi rdx rcx r8 r9
        a.mov(RDI, RSI);
        a.mov(RSI, RDX);
        a.mov(RDX, RCX);
        a.mov(R10, R8); // the kernel wants rdi rsi rdx r10 r8 r9
        a.mov(R8, R9);
        a.zero(R9);
        a.syscall();
        a.ret();
        return a.bytes();
    }

    // end::syscall[]

    // tag::clone[]
    static byte[] cloneInto() {
        X86Assembler a = new X86Assembler();
        Label made = new Label();
        Label child = new Label();
        a.push(RBX);
        a.push(R12);
        a.push(R13);
        a.mov(R13, RDI);
        a.mov(RSI, R13);
        a.lea(RDX, R13, CloneBlock.OLD_MASK);
        setMask(a);
        a.load(RAX, R13, CloneBlock.CLONE3_NUMBER);
        a.load(RDI, R13, CloneBlock.CLONE3_ARGS);
        a.load(RSI, R13, CloneBlock.CLONE3_SIZE);
        a.syscall();
        a.cmpImmediate(RAX, -ENOSYS);
        a.jump(NOT_EQUAL, made);
        a.load(RAX, R13, CloneBlock.CLONE_NUMBER);
        a.load(RDI, R13, CloneBlock.CLONE_FLAGS);
        a.load(RSI, R13, CloneBlock.CLONE_STACK);
        a.load(RDX, R13, CloneBlock.CLONE_PIDFD);
        a.zero(R10);
        a.zero(R8);
        a.syscall();
        a.bind(made);
        a.cmpImmediate(RAX, 0);
        a.jump(EQUAL, child);
        a.store(R13, CloneBlock.RESULT, RAX);
        a.lea(RSI, R13, CloneBlock.OLD_MASK);
        a.zero(RDX);
        setMask(a);
        a.load(RAX, R13, CloneBlock.RESULT);
        a.pop(R13);
        a.pop(R12);
        a.pop(RBX);
        a.ret();
        a.bind(child);
        a.load(R12, R13, CloneBlock.PROGRAM);
        run(a);
        return a.bytes();
    }

    // end::clone[]

    static byte[] interpreter(int base) {
        X86Assembler a = new X86Assembler();
        a.movImmediate(R12, base);
        run(a);
        return a.bytes();
    }

    static byte[] signalRelay(int process, int thread) {
        X86Assembler a = new X86Assembler();
        a.mov32(RDX, RDI); // the signal
        a.movImmediate(RDI, process);
        a.movImmediate(RSI, thread);
        a.movImmediate(RAX, TGKILL);
        a.syscall();
        a.ret();
        a.movImmediate(RAX, RT_SIGRETURN);
        a.syscall();
        return a.bytes();
    }

    private static void setMask(X86Assembler a) {
        a.movImmediate(RAX, RT_SIGPROCMASK);
        a.movImmediate(RDI, SIG_SETMASK);
        a.movImmediate(R10, 8);
        a.syscall();
    }

    private static void run(X86Assembler a) {
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

        a.lea(RBX, R12, RecordLayout.HEADER);
        a.bind(next);
        a.load32(RAX, RBX, RecordLayout.KIND);
        a.cmpImmediate(RAX, RecordLayout.COPY);
        a.jump(EQUAL, copy);
        a.cmpImmediate(RAX, RecordLayout.ADD);
        a.jump(EQUAL, add);
        a.jump(ABOVE, branch);

        // tag::record[]
        a.load32(RAX, RBX, RecordLayout.DETAIL);
        a.load(RDI, RBX, RecordLayout.argument(0));
        a.load(RSI, RBX, RecordLayout.argument(1));
        a.load(RDX, RBX, RecordLayout.argument(2));
        a.load(R10, RBX, RecordLayout.argument(3));
        a.load(R8, RBX, RecordLayout.argument(4));
        a.load(R9, RBX, RecordLayout.argument(5));
        a.syscall();
        a.load32(RCX, RBX, RecordLayout.RESULT);
        a.storeIndexed(R12, RCX, RAX);
        a.cmpImmediate(RAX, -4095); // the kernel's errors are the last page of the address space
        a.jump(ABOVE_OR_EQUAL, error);
        a.bind(onwards);
        a.addImmediate(RBX, RecordLayout.RECORD);
        a.jmp(next);
        // end::record[]

        a.bind(error);
        a.neg(RAX);
        a.store(R12, RecordLayout.ERRNO, RAX);
        a.mov(RAX, RBX);
        a.sub(RAX, R12);
        a.store(R12, RecordLayout.FAILED, RAX);
        a.bind(jump);
        a.load32(RBX, RBX, RecordLayout.TARGET);
        a.add(RBX, R12);
        a.jmp(next);

        a.bind(copy);
        a.load(RCX, RBX, RecordLayout.argument(1));
        a.loadIndexed(RAX, R12, RCX);
        a.load(RCX, RBX, RecordLayout.argument(0));
        a.load32(RDX, RBX, RecordLayout.DETAIL);
        a.cmpImmediate(RDX, 8);
        a.jump(EQUAL, store);
        a.mov32(RAX, RAX);
        a.bind(store);
        a.storeIndexed(R12, RCX, RAX);
        a.jmp(onwards);

        a.bind(add);
        a.load(RCX, RBX, RecordLayout.argument(0));
        a.loadIndexed(RAX, R12, RCX);
        a.load(RDX, RBX, RecordLayout.argument(1));
        a.add(RAX, RDX);
        a.jmp(store);

        a.bind(branch);
        a.load(RCX, RBX, RecordLayout.argument(0));
        a.loadIndexed(RAX, R12, RCX);
        a.load32(RDX, RBX, RecordLayout.DETAIL);
        a.cmpImmediate(RDX, RecordLayout.IF_NOT_EQUAL);
        a.jump(EQUAL, ifNotEqual);
        a.jump(ABOVE, ifBelow);
        a.cmpMemory(RAX, RBX, RecordLayout.argument(1));
        a.jump(EQUAL, jump);
        a.jmp(onwards);
        a.bind(ifNotEqual);
        a.cmpMemory(RAX, RBX, RecordLayout.argument(1));
        a.jump(NOT_EQUAL, jump);
        a.jmp(onwards);
        a.bind(ifBelow);
        a.cmpMemory(RAX, RBX, RecordLayout.argument(1));
        a.jump(BELOW, jump);
        a.jmp(onwards);
    }
}
