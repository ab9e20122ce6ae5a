package slipway.lessons.spaces;

import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.Stage;
import slipway.lessons.world.Answer;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.ToolFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Steps of a learner's class, done by a process before those of ours. */
record Steady(Answer answer) {
    /** Not every process here is in a PID namespace of its own. */
    private static final Syscall[] SIGNALS = {
        Syscall.KILL, Syscall.TGKILL, Syscall.PIDFD_SEND_SIGNAL, Syscall.PTRACE
    };

    /** Steps of our own, which are known to be good. */
    static Steady ours(List<? extends Step> steps) {
        return new Steady(new Answer(List.copyOf(steps)));
    }

    /**
     * @param method that returned them, for messages
     * @throws NotYet if they cannot be done
     */
    static Steady of(String method, @Nullable List<@Nullable Step> steps) {
        Answer answer = Answer.of(method, steps);
        if (answer.calls(SIGNALS)) {
            throw new NotYet("Among your steps is one that signals a process. Nobody needs it.");
        }
        return new Steady(answer);
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
        all.addAll(answer.steps());
        all.addAll(last);
        String told = stage.scratch().resolve("told").toString();
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                Fd out = Fd.open(told, O_WRONLY | O_CREAT | O_TRUNC, 0600)) {
            Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
            fds.putAll(Map.of(0, nothing, 1, out, 2, out));
            Launch whole = launch.withInside(new Plan(all)).withFds(fds);
            return holds ? stage.launcher().startHolder(whole) : stage.launcher().start(whole);
        } catch (StepFailed e) {
            if (!answer.has(e.step())) {
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
