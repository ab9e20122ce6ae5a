package slipway.linux.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import slipway.linux.Arch;
import slipway.linux.asm.Arm64Assembler.Condition;
import slipway.linux.asm.CodeBuffer.Label;
import slipway.testkit.NeedsProgram;

@NeedsProgram(value = Disassembly.ARM_OBJDUMP, debian = "binutils-aarch64-linux-gnu")
class Arm64AssemblerTest {
    private final Arm64Assembler a = new Arm64Assembler();
    private final List<String> expected = new ArrayList<>();

    private void writes(String text, Consumer<Arm64Assembler> method) {
        method.accept(a);
        expected.add(text);
    }

    private void check() {
        assertThat(Disassembly.of(Arch.AARCH64, a.bytes()).texts()).isEqualTo(expected);
    }

    @Test
    void every_method_writes_the_instruction_that_it_is_named_after() {
        writes("mov x8, x0", a -> a.mov(8, 0));
        writes("mov x5, xzr", a -> a.mov(5, Arm64Assembler.XZR));
        writes("mov w10, w10", a -> a.mov32(10, 10));
        writes("mov x0, #0x2", a -> a.movz(0, 2, 0));
        writes("mov x20, #0x210000", a -> a.movz(20, 0x21, 1));
        writes("movk x20, #0x21, lsl #16", a -> a.movk(20, 0x21, 1));
        writes("movk x20, #0xffff", a -> a.movk(20, 0xffff, 0));
        writes("ldr x1, [x19, #16]", a -> a.load(1, 19, 16));
        writes("ldr x1, [x19, #32760]", a -> a.load(1, 19, 32760));
        writes("ldr w10, [x19]", a -> a.load32(10, 19, 0));
        writes("ldr w8, [x19, #4]", a -> a.load32(8, 19, 4));
        writes("str x10, [x20, #8]", a -> a.store(20, 8, 10));
        writes("ldr x10, [x20, x9]", a -> a.loadIndexed(10, 20, 9));
        writes("str x0, [x20, x9]", a -> a.storeIndexed(20, 9, 0));
        writes("add x19, x19, x20", a -> a.add(19, 19, 20));
        writes("sub x10, x19, x20", a -> a.sub(10, 19, 20));
        writes("neg x10, x0", a -> a.sub(10, Arm64Assembler.XZR, 0));
        writes("add x19, x20, #0x40", a -> a.addImmediate(19, 20, 64));
        writes("cmp x10, x9", a -> a.cmp(10, 9));
        writes("cmp x11, #0x8", a -> a.cmpImmediate(11, 8));
        writes("cmn x0, #0xfff", a -> a.cmnImmediate(0, 4095));
        writes("stp x19, x20, [sp, #-16]!", a -> a.push(19, 20));
        writes("ldp x21, x30, [sp], #16", a -> a.pop(21, 30));
        writes("svc #0x0", Arm64Assembler::svc);
        writes("ret", Arm64Assembler::ret);
        check();
    }

    @Test
    void jumps_reach_their_label_forwards_and_backwards() {
        Label start = new Label();
        Label end = new Label();
        a.bind(start);
        writes("b 0x1c", a -> a.b(end));
        writes("b.eq 0x0", a -> a.jump(Condition.EQUAL, start));
        writes("b.ne 0x1c", a -> a.jump(Condition.NOT_EQUAL, end));
        writes("b.cs 0x0", a -> a.jump(Condition.CARRY_SET, start));
        writes("b.cc 0x1c", a -> a.jump(Condition.CARRY_CLEAR, end));
        writes("b.hi 0x0", a -> a.jump(Condition.HIGHER, start));
        writes("b 0x0", a -> a.b(start));
        a.bind(end);
        writes("ret", Arm64Assembler::ret);
        assertThat(
                        Disassembly.of(Arch.AARCH64, a.bytes()).texts().stream()
                                .map(text -> text.replace("b.hs", "b.cs").replace("b.lo", "b.cc")))
                .isEqualTo(expected);
    }

    @Test
    void every_register_can_stand_in_every_place() {
        Random random = new Random();
        for (int i = 0; i < 300; i++) {
            int to = random.nextInt(31);
            int from = random.nextInt(31);
            int at = 8 * (1 + random.nextInt(4000));
            writes("mov x" + to + ", x" + from, a -> a.mov(to, from));
            writes("ldr x" + to + ", [x" + from + ", #" + at + "]", a -> a.load(to, from, at));
            writes("str x" + to + ", [x" + from + ", #" + at + "]", a -> a.store(from, at, to));
            writes("add x" + to + ", x" + to + ", x" + from, a -> a.add(to, to, from));
            writes("cmp x" + to + ", x" + from, a -> a.cmp(to, from));
            writes(
                    "ldr x" + to + ", [x" + from + ", x" + to + "]",
                    a -> a.loadIndexed(to, from, to));
        }
        check();
    }

    @Test
    void what_has_no_encoding_here_is_refused() {
        for (Consumer<Arm64Assembler> wrong :
                List.<Consumer<Arm64Assembler>>of(
                        a -> a.load(0, 1, -8),
                        a -> a.load(0, 1, 12),
                        a -> a.store(0, 32768, 1),
                        a -> a.load32(0, 1, 2),
                        a -> a.addImmediate(0, 1, 4096),
                        a -> a.cmnImmediate(0, -1))) {
            assertThatThrownBy(() -> wrong.accept(a)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
