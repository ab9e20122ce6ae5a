package slipway.lessons.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.lessons.NotYet;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.Exec;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Init;
import slipway.plan.RunTool;
import slipway.plan.Step;

/** A learner's steps: any that a process can do before its program, and that do not end it. */
public record Answer(List<Step> steps) {
    public static final Answer NOTHING = new Answer(List.of());

    private static final List<Syscall> ENDS =
            List.of(Syscall.EXIT, Syscall.EXIT_GROUP, Syscall.EXECVE, Syscall.EXECVEAT);

    public Answer {
        steps = List.copyOf(steps);
    }

    /**
     * @param method that returned them, for the message
     * @throws NotYet if they cannot be done
     */
    public static Answer of(String method, @Nullable List<@Nullable Step> steps) {
        if (steps == null) throw NotYet.unusable(method + " returned null. It is to return steps.");
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            if (step == null) throw NotYet.unusable("Among the steps of " + method + " is a null.");
            all.add(step);
        }
        Answer answer = new Answer(all);
        for (Step each : answer.flat()) refuse(method, each);
        return answer;
    }

    private static void refuse(String method, Step step) {
        List<Call> calls = List.of();
        if (step instanceof Do one) calls = List.of(one.call());
        if (step instanceof Each several) calls = several.calls();
        boolean ends = step instanceof Exec || step instanceof Init;
        for (Call call : calls) ends |= ENDS.contains(call.syscall());
        if (ends || step instanceof RunTool) {
            throw new NotYet(
                    method
                            + " returned the step "
                            + step.shown().get(0)
                            + ". The kit starts the program, and it comes last.");
        }
    }

    public Answer then(Answer other) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(other.steps);
        return new Answer(all);
    }

    /** Whether it is one of these, or a part of one. */
    public boolean has(Step step) {
        return flat().contains(step);
    }

    /** Whether one of these calls is among the steps. */
    public boolean calls(Syscall... wanted) {
        for (Step step : flat()) {
            List<Call> calls = List.of();
            if (step instanceof Do one) calls = List.of(one.call());
            if (step instanceof Each several) calls = several.calls();
            for (Call call : calls) {
                if (List.of(wanted).contains(call.syscall())) return true;
            }
        }
        return false;
    }

    private List<Step> flat() {
        List<Step> all = new ArrayList<>();
        for (Step step : steps) flatten(step, all);
        return all;
    }

    private static void flatten(Step step, List<Step> into) {
        into.add(step);
        List<Step> parts = List.of();
        if (step instanceof Group group) parts = group.steps();
        if (step instanceof FirstOf choice) parts = choice.ways();
        if (step instanceof IfThere maybe) {
            flatten(maybe.probe(), into);
            parts = maybe.steps();
        }
        for (Step part : parts) flatten(part, into);
    }
}
