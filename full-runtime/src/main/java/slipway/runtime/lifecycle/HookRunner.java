package slipway.runtime.lifecycle;

import static slipway.linux.Constants.O_RDWR;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.SyscallException;
import slipway.oci.Hooks;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.EndedEarly;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/** Runs an engine's hooks, one after the other, each with the container's state as its input. */
final class HookRunner {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final Launcher launcher;

    HookRunner(Launcher launcher) {
        this.launcher = launcher;
    }

    /**
     * Runs them all.
     *
     * @param state as JSON
     * @throws LifecycleProblem for the first that fails or takes too long; the others are not run
     */
    void run(List<Hooks.Hook> hooks, String state) {
        for (Hooks.Hook hook : hooks) run(hook, state);
    }

    /** Runs them all, whatever becomes of each; what failed is returned. */
    List<String> runAll(List<Hooks.Hook> hooks, String state) {
        List<String> problems = new ArrayList<>();
        for (Hooks.Hook hook : hooks) {
            try {
                run(hook, state);
            } catch (LifecycleProblem e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }

    private void run(Hooks.Hook hook, String state) {
        try (MemoryFile input = new MemoryFile("state");
                MemoryFile output = new MemoryFile("output");
                Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            input.write(state);
            try (Fd in = input.reader()) {
                List<String> argv = hook.args().isEmpty() ? List.of(hook.path()) : hook.args();
                Plan exec =
                        Plan.of(
                                new Exec(
                                        List.of(hook.path()),
                                        argv,
                                        environment(hook),
                                        "run the hook " + hook.key()));
                Launch launch =
                        Launch.of(exec)
                                .withFds(Map.of(0, in, 1, nothing, 2, output.fd()))
                                .outlivingUs();
                try (Child child = launcher.start(launch)) {
                    await(hook, child, output);
                }
            }
        } catch (StepFailed | EndedEarly | SyscallException e) {
            throw new LifecycleProblem(
                    "the hook " + hook.key() + " (" + hook.path() + ") failed: " + e.getMessage());
        }
    }

    private static void await(Hooks.Hook hook, Child child, MemoryFile output) {
        int seconds = hook.timeoutSeconds();
        Duration limit = seconds == 0 ? FOREVER : Duration.ofSeconds(seconds);
        Optional<ExitStatus> status = child.await(limit);
        String name = "the hook " + hook.key() + " (" + hook.path() + ")";
        if (status.isEmpty()) {
            throw new LifecycleProblem(
                    name + " had not ended after its timeout of " + seconds + " s, and was killed");
        }
        if (status.get().shellCode() == 0) return;
        String said = output.head();
        String why = said.isEmpty() ? "" : ", \"" + said + "\"";
        throw new LifecycleProblem(name + " failed: " + status.get() + why);
    }

    /** One that says nothing of it gets ours, as runc has it. */
    private static List<String> environment(Hooks.Hook hook) {
        if (!hook.environment().isEmpty()) return hook.environment();
        List<String> ours = new ArrayList<>();
        for (Map.Entry<String, String> each : System.getenv().entrySet()) {
            ours.add(each.getKey() + "=" + each.getValue());
        }
        return ours;
    }
}
