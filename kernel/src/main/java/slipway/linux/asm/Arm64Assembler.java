package slipway.linux.asm;

/**
 * As much of an aarch64 assembler as {@link MachineCode} needs; one method an instruction, named as
 * in the Arm Architecture Reference Manual, destination first. Registers are numbers, {@code x0} is
 * 0.
 */
final class Arm64Assembler extends CodeBuffer {
    static final int XZR = 31;

    /** Condition codes, Arm ARM C1.2.4. */
    enum Condition {
        EQUAL(0x0),
        NOT_EQUAL(0x1),
        CARRY_SET(0x2),
        CARRY_CLEAR(0x3),
        HIGHER(0x8);

        private final int code;

        Condition(int code) {
            this.code = code;
        }
    }

    /** {@code mov to, from}, 64 bits. */
    void mov(int to, int from) {
        emit32(0xaa0003e0 | from << 16 | to);
    }

    /** {@code mov wTo, wFrom}: clears the upper half. */
    void mov32(int to, int from) {
        emit32(0x2a0003e0 | from << 16 | to);
    }

    /** {@code movz to, #value, lsl #(16 * half)}. */
    void movz(int to, int value, int half) {
        emit32(0xd2800000 | half << 21 | (value & 0xffff) << 5 | to);
    }

    /** {@code movk to, #value, lsl #(16 * half)}: the other bits stay. */
    void movk(int to, int value, int half) {
        emit32(0xf2800000 | half << 21 | (value & 0xffff) << 5 | to);
    }

    /** {@code ldr to, [base, #displacement]}, 64 bits. */
    void load(int to, int base, int displacement) {
        emit32(0xf9400000 | displacement / 8 << 10 | base << 5 | to);
    }

    /** {@code ldr wTo, [base, #displacement]}: clears the upper half. */
    void load32(int to, int base, int displacement) {
        emit32(0xb9400000 | displacement / 4 << 10 | base << 5 | to);
    }

    /** {@code str from, [base, #displacement]}, 64 bits. */
    void store(int base, int displacement, int from) {
        emit32(0xf9000000 | displacement / 8 << 10 | base << 5 | from);
    }

    /** {@code ldr to, [base, index]}, 64 bits. */
    void loadIndexed(int to, int base, int index) {
        emit32(0xf8606800 | index << 16 | base << 5 | to);
    }

    /** {@code str from, [base, index]}, 64 bits. */
    void storeIndexed(int base, int index, int from) {
        emit32(0xf8206800 | index << 16 | base << 5 | from);
    }

    /** {@code add to, left, right}. */
    void add(int to, int left, int right) {
        emit32(0x8b000000 | right << 16 | left << 5 | to);
    }

    /** {@code sub to, left, right}; with {@link #XZR} as the left side it negates. */
    void sub(int to, int left, int right) {
        emit32(0xcb000000 | right << 16 | left << 5 | to);
    }

    /** {@code add to, left, #value}, 0 to 4095. */
    void addImmediate(int to, int left, int value) {
        emit32(0x91000000 | value << 10 | left << 5 | to);
    }

    /** {@code cmp left, right}. */
    void cmp(int left, int right) {
        emit32(0xeb00001f | right << 16 | left << 5);
    }

    /** {@code cmp register, #value}, 0 to 4095. */
    void cmpImmediate(int register, int value) {
        emit32(0xf100001f | value << 10 | register << 5);
    }

    /** {@code cmn register, #value}: compares with minus value. */
    void cmnImmediate(int register, int value) {
        emit32(0xb100001f | value << 10 | register << 5);
    }

    /** {@code stp first, second, [sp, #-16]!}. */
    void push(int first, int second) {
        emit32(0xa9bf03e0 | second << 10 | first);
    }

    /** {@code ldp first, second, [sp], #16}. */
    void pop(int first, int second) {
        emit32(0xa8c103e0 | second << 10 | first);
    }

    /** {@code svc #0}. */
    void svc() {
        emit32(0xd4000001);
    }

    void ret() {
        emit32(0xd65f03c0);
    }

    void b(Label label) {
        jumpHere(size(), label);
        emit32(0x14000000);
    }

    void jump(Condition condition, Label label) {
        jumpHere(size(), label);
        emit32(0x54000000 | condition.code);
    }

    @Override
    void complete(int at, int distance) {
        int instruction = read32(at);
        boolean conditional = instruction >>> 24 == 0x54;
        int field = conditional ? (distance / 4 & 0x7ffff) << 5 : distance / 4 & 0x3ffffff;
        patch32(at, instruction | field);
    }
}
