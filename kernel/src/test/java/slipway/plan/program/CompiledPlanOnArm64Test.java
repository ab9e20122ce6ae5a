package slipway.plan.program;

import slipway.linux.Arch;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;

@NothingLeaks
@NeedsProgram(value = Elf.EMULATOR, debian = "qemu-user-static")
class CompiledPlanOnArm64Test extends CompiledPlanContract {
    @Override
    Arch arch() {
        return Arch.AARCH64;
    }
}
