package slipway.plan.launch;

import slipway.plan.Plan;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;

/** What a process does once it has a memory of its own: a plan, or a program with loops in it. */
interface Body {
    void write(ProgramBuilder out);

    static Body of(Plan plan) {
        return out -> new PlanCompiler(out).compile(plan);
    }
}
