package slipway.runtime.lifecycle;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.oci.ProcessSpec;
import slipway.plan.Exec;
import slipway.plan.FirstOf;
import slipway.plan.Plan;
import slipway.plan.Step;

/** The program of a container: looked for when it is created, and become when it is started. */
final class ProgramSearch {
    private static final int X_OK = 1;

    private ProgramSearch() {}

    /**
     * Engines tell their users what {@code create} says, and from {@code start} they expect no bad
     * news any more; so what is missing is missed here.
     */
    static Step check(ProcessSpec process) {
        List<Step> ways = new ArrayList<>();
        String why = "find the program " + process.args().get(0);
        for (String candidate : search(process).candidates()) {
            ways.add(
                    Step.call(
                            why,
                            Call.of(
                                    Syscall.FACCESSAT2,
                                    Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                                    Arg.text(candidate),
                                    new Arg.Num(X_OK, "X_OK"),
                                    Arg.num(0))));
        }
        return ways.size() == 1 ? ways.get(0) : new FirstOf(ways, why);
    }

    static Plan exec(ProcessSpec process) {
        return Plan.of(search(process));
    }

    /** For a container that has no program: nothing has this name. */
    static Step none() {
        return new Exec(List.of(""), List.of(""), List.of(), "become the program, which is none");
    }

    private static Exec search(ProcessSpec process) {
        return Exec.search(process.args(), process.environment(), process.path());
    }
}
