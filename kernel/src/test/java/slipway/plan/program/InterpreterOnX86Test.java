package slipway.plan.program;

import org.junit.jupiter.api.condition.EnabledOnOs;
import slipway.linux.Arch;
import slipway.testkit.NothingLeaks;

@NothingLeaks
@EnabledOnOs(architectures = "amd64")
class InterpreterOnX86Test extends InterpreterContract {
    @Override
    Arch arch() {
        return Arch.X86_64;
    }
}
