package slipway.linux.asm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import slipway.linux.Arch;
import slipway.linux.asm.CodeBuffer.Label;
import slipway.linux.asm.X86Assembler.Condition;
import slipway.testkit.NeedsProgram;

@NeedsProgram(value = Disassembly.X86_OBJDUMP, debian = "binutils")
class X86AssemblerTest {
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
        "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };

    private final X86Assembler a = new X86Assembler();
    private final List<String> expected = new ArrayList<>();

    private void writes(String text, Consumer<X86Assembler> method) {
        method.accept(a);
        expected.add(text);
    }

    private void check() {
        assertThat(Disassembly.of(Arch.X86_64, a.bytes()).texts()).isEqualTo(expected);
    }

    @Test
    void every_method_writes_the_instruction_that_it_is_named_after() {
        writes("mov rax,rdi", a -> a.mov(RAX, RDI));
        writes("mov r10,r8", a -> a.mov(R10, R8));
        writes("mov eax,eax", a -> a.mov32(RAX, RAX));
        writes("mov r9d,ebx", a -> a.mov32(R9, RBX));
        writes("mov edi,0x2", a -> a.movImmediate(RDI, 2));
        writes("mov r12d,0x210240", a -> a.movImmediate(R12, 0x210240));
        writes("mov rdi,QWORD PTR [rbx+0x8]", a -> a.load(RDI, RBX, 8));
        writes("mov rdx,QWORD PTR [r13+0x40]", a -> a.load(RDX, R13, 64));
        writes("mov eax,DWORD PTR [rbx+0x4]", a -> a.load32(RAX, RBX, 4));
        writes("mov r9d,DWORD PTR [r12+0x0]", a -> a.load32(R9, R12, 0));
        writes("mov QWORD PTR [r12+0x10],rax", a -> a.store(R12, 16, RAX));
        writes("mov QWORD PTR [rbx-0x80],r8", a -> a.store(RBX, -128, R8));
        writes("mov rax,QWORD PTR [r12+rcx*1]", a -> a.loadIndexed(RAX, R12, RCX));
        writes("mov QWORD PTR [r12+r9*1],r10", a -> a.storeIndexed(R12, R9, R10));
        writes("lea rsi,[r13+0x8]", a -> a.lea(RSI, R13, 8));
        writes("lea rbx,[r12+0x40]", a -> a.lea(RBX, R12, 64));
        writes("add rax,rdx", a -> a.add(RAX, RDX));
        writes("sub rax,r12", a -> a.sub(RAX, R12));
        writes("add rbx,0x40", a -> a.addImmediate(RBX, 64));
        writes("cmp rax,0xfffffffffffff001", a -> a.cmpImmediate(RAX, -4095));
        writes("cmp r8,0x1", a -> a.cmpImmediate(R8, 1));
        writes("cmp rax,QWORD PTR [rbx+0x10]", a -> a.cmpMemory(RAX, RBX, 16));
        writes("neg rax", a -> a.neg(RAX));
        writes("neg r13", a -> a.neg(R13));
        writes("xor r9d,r9d", a -> a.zero(R9));
        writes("xor edx,edx", a -> a.zero(RDX));
        writes("push rbx", a -> a.push(RBX));
        writes("push r12", a -> a.push(R12));
        writes("pop r13", a -> a.pop(R13));
        writes("pop rcx", a -> a.pop(RCX));
        writes("syscall", X86Assembler::syscall);
        writes("ret", X86Assembler::ret);
        check();
    }

    @Test
    void jumps_reach_their_label_forwards_and_backwards() {
        Label start = new Label();
        Label end = new Label();
        a.bind(start);
        writes("jmp 0x25", a -> a.jmp(end));
        writes("je 0x0", a -> a.jump(Condition.EQUAL, start));
        writes("jne 0x25", a -> a.jump(Condition.NOT_EQUAL, end));
        writes("jb 0x0", a -> a.jump(Condition.BELOW, start));
        writes("jae 0x25", a -> a.jump(Condition.ABOVE_OR_EQUAL, end));
        writes("ja 0x0", a -> a.jump(Condition.ABOVE, start));
        a.ret();
        a.ret();
        a.bind(end);
        writes("ret", a -> {});
        writes("ret", a -> {});
        writes("ret", X86Assembler::ret);
        check();
    }

    @Test
    void every_register_can_stand_in_every_place() {
        Random random = new Random();
        for (int i = 0; i < 300; i++) {
            int to = random.nextInt(16);
            int from = random.nextInt(16);
            int at = 1 + random.nextInt(127);
            String hex = "0x" + Integer.toHexString(at);
            String place = "QWORD PTR [" + NAMES[from] + "+" + hex + "]";
            writes("mov " + NAMES[to] + "," + NAMES[from], a -> a.mov(to, from));
            writes("add " + NAMES[to] + "," + NAMES[from], a -> a.add(to, from));
            writes("mov " + NAMES[to] + "," + place, a -> a.load(to, from, at));
            writes("mov " + place + "," + NAMES[to], a -> a.store(from, at, to));
            writes("cmp " + NAMES[to] + "," + place, a -> a.cmpMemory(to, from, at));
            writes("push " + NAMES[to], a -> a.push(to));
            if ((from & 7) == 5 || to == 4) continue;
            String indexed = "QWORD PTR [" + NAMES[from] + "+" + NAMES[to] + "*1]";
            writes("mov " + NAMES[to] + "," + indexed, a -> a.loadIndexed(to, from, to));
        }
        check();
    }

    @Test
    void what_has_no_encoding_here_is_refused() {
        for (Consumer<X86Assembler> wrong :
                List.<Consumer<X86Assembler>>of(
                        a -> a.load(RAX, RBX, 128),
                        a -> a.store(RBX, -129, RAX),
                        a -> a.addImmediate(RAX, 200),
                        a -> a.loadIndexed(RAX, R13, RCX),
                        a -> a.loadIndexed(RAX, R12, 4))) {
            assertThatThrownBy(() -> wrong.accept(a)).isInstanceOf(IllegalArgumentException.class);
        }
        a.jmp(new Label());
        assertThatThrownBy(a::bytes).hasMessage("a jump to a label never bound");
    }
}
