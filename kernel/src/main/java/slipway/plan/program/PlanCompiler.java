package slipway.plan.program;

import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.Exec;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Init;
import slipway.plan.Plan;
import slipway.plan.RunTool;
import slipway.plan.Step;
import slipway.plan.WriteFile;
import slipway.plan.program.Rec.Label;

/** Turns the steps of a plan into records. */
public final class PlanCompiler {
    private final ProgramBuilder out;

    public PlanCompiler(ProgramBuilder out) {
        this.out = out;
    }

    public void compile(Plan plan) {
        for (Step step : plan.steps()) compile(step);
    }

    public void compile(Step step) {
        if (step instanceof Do one) compile(one);
        else if (step instanceof Each each) for (Call call : each.calls()) out.call(step, call);
        else if (step instanceof WriteFile file) compile(file);
        else if (step instanceof FirstOf choice) compile(choice);
        else if (step instanceof Group group) for (Step each : group.steps()) compile(each);
        else if (step instanceof IfThere guarded) compile(guarded);
        else if (step instanceof Exec exec) compile(exec);
        else if (step instanceof Init init) new InitCompiler(out).compile(init, this::compile);
        else if (step instanceof RunTool tool) throw onlyOnTheHost(tool);
        else throw new AssertionError("not a Step: " + step);
    }

    private static IllegalArgumentException onlyOnTheHost(RunTool tool) {
        return new IllegalArgumentException("only the host can " + tool.why());
    }

    private void compile(Do step) {
        Label onError = step.tolerated().isEmpty() ? out.onFailure() : new Label();
        Rec record = out.prepared(step, step.call(), resultOf(step), onError);
        out.add(record);
        if (step.tolerated().isEmpty()) return;
        Label next = new Label();
        out.jump(next);
        out.bind(onError);
        for (Errno errno : step.tolerated()) out.jumpIfEqual(Word.ERRNO, errno.number(), next);
        out.jump(out.onFailure());
        out.bind(next);
    }

    private @Nullable Word resultOf(Do step) {
        return step.result().isEmpty() ? null : out.named(step.result());
    }

    private void compile(WriteFile step) {
        List<Call> calls = step.calls();
        out.call(step, calls.get(0), out.named(WriteFile.FD), out.onFailure());
        out.call(step, calls.get(1));
        out.call(step, calls.get(2));
    }

    private void compile(IfThere step) {
        Label refused = new Label();
        Label isThere = new Label();
        Label done = new Label();
        out.add(out.prepared(step, step.probe().call(), resultOf(step.probe()), refused));
        out.jump(isThere);
        out.bind(refused);
        out.jumpIfEqual(Word.ERRNO, Errno.ENOENT.number(), done);
        out.jump(out.onFailure());
        out.bind(isThere);
        for (Step each : step.steps()) compile(each);
        out.bind(done);
    }

    private void compile(FirstOf step) {
        Label done = new Label();
        int last = step.ways().size() - 1;
        for (int i = 0; i < last; i++) {
            Label nextWay = new Label();
            Label failure = out.redirectFailures(nextWay);
            compile(step.ways().get(i));
            out.jump(done);
            out.redirectFailures(failure);
            out.bind(nextWay);
        }
        compile(step.ways().get(last));
        out.bind(done);
    }

    /**
     * Tries each candidate. ENOENT and ENOTDIR mean the next one; EACCES does too, but is what the
     * whole search answers if nothing better comes.
     */
    private void compile(Exec step) {
        List<Call> calls = step.calls();
        if (calls.size() == 1) {
            out.call(step, calls.get(0));
            return;
        }
        Word refused = out.word(0);
        Word refusedBy = out.word(0);
        for (Call call : calls) {
            Label tried = new Label();
            Label next = new Label();
            out.call(step, call, null, tried);
            out.bind(tried);
            out.jumpIfEqual(Word.ERRNO, Errno.ENOENT.number(), next);
            out.jumpIfEqual(Word.ERRNO, Errno.ENOTDIR.number(), next);
            out.jumpUnlessEqual(Word.ERRNO, Errno.EACCES.number(), out.onFailure());
            out.jumpUnlessEqual(refused, 0, next);
            out.copy(refused, Word.ERRNO, 8);
            out.copy(refusedBy, Word.FAILED, 8);
            out.bind(next);
        }
        out.jumpIfEqual(refused, 0, out.onFailure());
        out.copy(Word.ERRNO, refused, 8);
        out.copy(Word.FAILED, refusedBy, 8);
        out.jump(out.onFailure());
    }
}
