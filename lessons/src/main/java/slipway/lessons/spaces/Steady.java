package slipway.lessons.spaces;

import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import org.jspecify.annotations.Nullable;

import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.Stage;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Do;
import slipway.plan.Each;
import slipway.plan.Exec;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.RunTool;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.ToolFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Steps that a learner's class has returned: they can be done by a process before its program, and
 * do not end it.
 *
 * @param method that returned them, for messages
 */
record Steady(String method, List<Step> steps) {
    private static final List<Syscall> ENDS =
            List.of(Syscall.EXIT, Syscall.EXIT_GROUP, Syscall.EXECVE, Syscall.EXECVEAT);

    Steady {
        steps = List.copyOf(steps);
    }

    /**
     * @throws NotYet if they cannot be done
     */
    static Steady of(String method, @Nullable List<@Nullable Step> steps) {
        if (steps == null) throw new NotYet(method + " returned null. It is to return steps.");
        List<Step> all = new ArrayList<>();
        for (Step step : steps) {
            if (step == null) throw new NotYet("Among the steps of " + method + " is a null.");
            all.add(step);
        }
        Steady answer = new Steady(method, all);
        for (Step each : answer.flat()) answer.refuseEnd(each);
        return answer;
    }

    private void refuseEnd(Step step) {
        List<Call> calls = List.of();
        if (step instanceof Do one) calls = List.of(one.call());
        if (step instanceof Each several) calls = several.calls();
        boolean ends = step instanceof Exec || step instanceof RunTool;
        for (Call call : calls) ends |= ENDS.contains(call.syscall());
        if (!ends) return;
        throw new NotYet(
                method
                        + " returned the step "
                        + step.shown().get(0)
                        + ". The kit starts the program, and it comes last.");
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

    /**
     * Starts a process that does our steps, these, and the last ones of ours.
     *
     * @param launch in which namespaces; what it does there comes first
     * @param last of ours, the last of them an exec, unless it is to wait
     * @param holds whether the process waits afterwards, to be looked at
     * @throws NotYet if one of these fails
     */
    Child start(Stage stage, Launch launch, List<Step> last, boolean holds) {
        List<Step> all = new ArrayList<>(launch.inside().steps());
        all.addAll(steps);
        all.addAll(last);
        String told = stage.scratch().resolve("told").toString();
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                Fd out = Fd.open(told, O_WRONLY | O_CREAT | O_TRUNC, 0600)) {
            Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
            fds.putAll(Map.of(0, nothing, 1, out, 2, out));
            Launch whole = launch.withInside(new Plan(all)).withFds(fds);
            return holds ? stage.launcher().startHolder(whole) : stage.launcher().start(whole);
        } catch (StepFailed e) {
            if (!flat().contains(e.step())) {
                throw new CannotJudge("this cannot be tried here: " + e.getMessage());
            }
            throw new NotYet("Your step " + e.call() + " failed with " + e.errno() + ".");
        } catch (ToolFailed e) {
            throw new CannotJudge("ids cannot be mapped here: " + e.getMessage());
        } catch (SyscallException e) {
            throw new CannotJudge("no process could be made here: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new NotYet("No program can be made of your steps: " + e.getMessage());
        }
    }
}
