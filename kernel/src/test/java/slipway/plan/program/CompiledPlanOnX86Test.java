package slipway.plan.program;

import org.junit.jupiter.api.condition.EnabledOnOs;
import slipway.linux.Arch;
import slipway.testkit.NothingLeaks;

@NothingLeaks
@EnabledOnOs(architectures = "amd64")
class CompiledPlanOnX86Test extends CompiledPlanContract {
    @Override
    Arch arch() {
        return Arch.X86_64;
    }
}
