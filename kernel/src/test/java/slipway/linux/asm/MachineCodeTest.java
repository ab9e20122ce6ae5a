package slipway.linux.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slipway.linux.Arch;
import slipway.testkit.Golden;
import slipway.testkit.NeedsProgram;

class MachineCodeTest {
    private static final int BASE = 0x210240;
    private static final int PROCESS = 0x12345;
    private static final int THREAD = 0x3fffff;

    @Test
    @NeedsProgram(value = Disassembly.X86_OBJDUMP, debian = "binutils")
    void the_code_for_x86_64_reads_as_it_did_when_it_was_reviewed() {
        listed(Arch.X86_64, "syscall", MachineCode.syscall(Arch.X86_64), "run by every test");
        listed(Arch.X86_64, "clone", MachineCode.cloneInto(Arch.X86_64), "run by every launch");
        byte[] interpreter = MachineCode.interpreter(Arch.X86_64, BASE);
        listed(Arch.X86_64, "interpreter", interpreter, "run by InterpreterOnX86Test");
        byte[] relay = MachineCode.signalRelay(Arch.X86_64, PROCESS, THREAD);
        listed(Arch.X86_64, "relay", relay, "run by SignalRelayTest");
    }

    @Test
    @NeedsProgram(value = Disassembly.ARM_OBJDUMP, debian = "binutils-aarch64-linux-gnu")
    void the_code_for_aarch64_reads_as_it_did_when_it_was_reviewed() {
        listed(Arch.AARCH64, "syscall", MachineCode.syscall(Arch.AARCH64), "not run");
        listed(Arch.AARCH64, "clone", MachineCode.cloneInto(Arch.AARCH64), "not run");
        byte[] interpreter = MachineCode.interpreter(Arch.AARCH64, BASE);
        byte[] relay = MachineCode.signalRelay(Arch.AARCH64, PROCESS, THREAD);
        listed(Arch.AARCH64, "relay", relay, "not run");
        String run = "run by InterpreterOnArm64Test in an emulator";
        listed(Arch.AARCH64, "interpreter", interpreter, run);
    }

    private static void listed(Arch arch, String piece, byte[] code, String run) {
        String header =
                "# " + piece + " for " + arch + ", " + code.length + " bytes; " + run + "\n";
        Path file = Path.of("kernel/src/test/golden", piece + "." + arch + ".txt");
        Golden.check(file, header + Disassembly.of(arch, code).listing());
    }

    @ParameterizedTest
    @EnumSource
    void each_piece_is_a_few_hundred_bytes(Arch arch) {
        assertThat(MachineCode.syscall(arch)).hasSizeBetween(20, 64);
        assertThat(MachineCode.interpreter(arch, 0)).hasSizeBetween(200, 400);
        assertThat(MachineCode.cloneInto(arch)).hasSizeBetween(350, 600);
    }

    @ParameterizedTest
    @EnumSource
    void the_size_of_the_interpreter_does_not_depend_on_where_the_program_is(Arch arch) {
        int size = MachineCode.interpreter(arch, 0).length;
        for (int base : new int[] {1, 0x210240, 0x7fffffff}) {
            assertThat(MachineCode.interpreter(arch, base)).hasSize(size);
        }
    }
}
