package slipway.linux.asm;

/**
 * As much of an x86-64 assembler as {@link MachineCode} needs. One method an instruction, named as
 * in the manual (Intel SDM volume 2), operands in Intel order: destination first.
 */
final class X86Assembler extends CodeBuffer {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int R8 = 8;
    static final int R9 = 9;
    static final int R10 = 10;
    static final int R12 = 12;
    static final int R13 = 13;

    /** The second opcode nibble of a conditional jump. */
    enum Condition {
        BELOW(0x2),
        ABOVE_OR_EQUAL(0x3),
        EQUAL(0x4),
        NOT_EQUAL(0x5),
        ABOVE(0x7);

        private final int code;

        Condition(int code) {
            this.code = code;
        }
    }

    /** {@code mov to, from}, 64 bits. */
    void mov(int to, int from) {
        rex(true, from, 0, to);
        emit8(0x89);
        emit8(0xc0 | (from & 7) << 3 | to & 7);
    }

    /** {@code mov to32, from32}: clears the upper half. */
    void mov32(int to, int from) {
        rex(false, from, 0, to);
        emit8(0x89);
        emit8(0xc0 | (from & 7) << 3 | to & 7);
    }

    /** {@code mov to32, imm32}: clears the upper half. */
    void movImmediate(int to, int value) {
        rex(false, 0, 0, to);
        emit8(0xb8 | to & 7);
        emit32(value);
    }

    /** {@code mov to, [base + displacement]}, 64 bits. */
    void load(int to, int base, int displacement) {
        rex(true, to, 0, base);
        emit8(0x8b);
        memory(to, base, displacement);
    }

    /** {@code mov to32, [base + displacement]}: clears the upper half. */
    void load32(int to, int base, int displacement) {
        rex(false, to, 0, base);
        emit8(0x8b);
        memory(to, base, displacement);
    }

    /** {@code mov [base + displacement], from}, 64 bits. */
    void store(int base, int displacement, int from) {
        rex(true, from, 0, base);
        emit8(0x89);
        memory(from, base, displacement);
    }

    /** {@code mov to, [base + index]}, 64 bits. */
    void loadIndexed(int to, int base, int index) {
        rex(true, to, index, base);
        emit8(0x8b);
        indexed(to, base, index);
    }

    /** {@code mov [base + index], from}, 64 bits. */
    void storeIndexed(int base, int index, int from) {
        rex(true, from, index, base);
        emit8(0x89);
        indexed(from, base, index);
    }

    /** {@code lea to, [base + displacement]}. */
    void lea(int to, int base, int displacement) {
        rex(true, to, 0, base);
        emit8(0x8d);
        memory(to, base, displacement);
    }

    /** {@code add to, from}, 64 bits. */
    void add(int to, int from) {
        rex(true, from, 0, to);
        emit8(0x01);
        emit8(0xc0 | (from & 7) << 3 | to & 7);
    }

    /** {@code sub to, from}, 64 bits. */
    void sub(int to, int from) {
        rex(true, from, 0, to);
        emit8(0x29);
        emit8(0xc0 | (from & 7) << 3 | to & 7);
    }

    /** {@code add to, imm8}, 64 bits. */
    void addImmediate(int to, int value) {
        rex(true, 0, 0, to);
        emit8(0x83);
        emit8(0xc0 | to & 7);
        emit8(value);
    }

    /** {@code cmp register, imm32}, 64 bits, the immediate sign-extended. */
    void cmpImmediate(int register, int value) {
        rex(true, 0, 0, register);
        emit8(0x81);
        emit8(0xf8 | register & 7);
        emit32(value);
    }

    /** {@code cmp register, [base + displacement]}, 64 bits. */
    void cmpMemory(int register, int base, int displacement) {
        rex(true, register, 0, base);
        emit8(0x3b);
        memory(register, base, displacement);
    }

    /** {@code neg register}, 64 bits. */
    void neg(int register) {
        rex(true, 0, 0, register);
        emit8(0xf7);
        emit8(0xd8 | register & 7);
    }

    /** {@code xor register32, register32}: zero. */
    void zero(int register) {
        rex(false, register, 0, register);
        emit8(0x31);
        emit8(0xc0 | (register & 7) << 3 | register & 7);
    }

    void push(int register) {
        rex(false, 0, 0, register);
        emit8(0x50 | register & 7);
    }

    void pop(int register) {
        rex(false, 0, 0, register);
        emit8(0x58 | register & 7);
    }

    void syscall() {
        emit8(0x0f);
        emit8(0x05);
    }

    void ret() {
        emit8(0xc3);
    }

    /** {@code jmp label}, always with a 32-bit distance. */
    void jmp(Label label) {
        emit8(0xe9);
        jumpHere(size(), label);
        emit32(0);
    }

    /** {@code jcc label}, always with a 32-bit distance. */
    void jump(Condition condition, Label label) {
        emit8(0x0f);
        emit8(0x80 | condition.code);
        jumpHere(size(), label);
        emit32(0);
    }

    @Override
    void complete(int at, int distance) {
        patch32(at, distance - 4);
    }

    private void rex(boolean wide, int register, int index, int base) {
        int prefix = 0x40 | (wide ? 8 : 0) | register >> 3 << 2 | index >> 3 << 1 | base >> 3;
        if (prefix != 0x40) emit8(prefix);
    }

    private void memory(int register, int base, int displacement) {
        emit8(0x40 | (register & 7) << 3 | base & 7);
        if ((base & 7) == 4) emit8(0x24); // rsp and r12 as a base need a SIB byte
        emit8(displacement);
    }

    private void indexed(int register, int base, int index) {
        emit8(0x04 | (register & 7) << 3);
        emit8((index & 7) << 3 | base & 7);
    }
}
