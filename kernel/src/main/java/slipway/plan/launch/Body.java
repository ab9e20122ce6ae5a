package slipway.plan.launch;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.program.PlanCompiler;
import slipway.plan.program.ProgramBuilder;
import slipway.plan.program.Rec;

/** What a process does once it has a memory of its own: a plan, or a program with loops in it. */
interface Body {
    void write(ProgramBuilder out);

    static Body of(Plan plan) {
        return new Body() {
            @Override
            public void write(ProgramBuilder out) {
                new PlanCompiler(out).compile(plan);
            }
        };
    }

    /** The plan, then word that it is done, then nothing for as long as nobody kills it. */
    static Body holding(Plan plan, int report) {
        return out -> {
            new PlanCompiler(out).compile(plan);
            Call close = Call.of(Syscall.CLOSE, Arg.num(report));
            out.call(Step.call("say that it holds", close), close);
            Rec.Label again = new Rec.Label();
            out.bind(again);
            Call pause =
                    Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(0), Arg.NULL, Arg.NULL, Arg.num(8));
            out.call(Step.call("hold", pause), pause, null, again);
            out.jump(again);
        };
    }
}
