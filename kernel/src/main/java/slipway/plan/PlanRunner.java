package slipway.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Kernel;
import slipway.linux.SyscallException;

/**
 * Runs a plan in the JVM, on the calling thread: all steps or none. The way back is again a plan,
 * so another process can walk it.
 */
public final class PlanRunner {
    private final Kernel kernel;
    private final @Nullable Tools tools;

    /** For plans of calls: a {@link RunTool} among the steps is refused. */
    public PlanRunner(Kernel kernel) {
        this(kernel, null);
    }

    /** For plans that may need programs, too. */
    public PlanRunner(Kernel kernel, @Nullable Tools tools) {
        this.kernel = kernel;
        this.tools = tools;
    }

    /**
     * Runs every step. After a failure the steps done so far are taken back.
     *
     * @param known values that steps refer to by name, such as {@code pid}
     * @return the way back
     * @throws StepFailed with the step, the call and the errno
     */
    public Plan run(Plan plan, Map<String, Long> known) {
        Deque<Step> wayBack = new ArrayDeque<>();
        try {
            run(plan, known, wayBack);
            return new Plan(new ArrayList<>(wayBack));
        } catch (RuntimeException | Error cause) {
            takeBackAfter(cause, wayBack);
            throw cause;
        }
    }

    /**
     * Runs every step up to the first that fails, and takes nothing back: for a caller who must do
     * something else first, such as ending a process that keeps a cgroup busy.
     *
     * @param wayBack in front of it is put what takes the steps done so far back
     * @throws StepFailed with the step, the call and the errno
     */
    public void run(Plan plan, Map<String, Long> known, Deque<Step> wayBack) {
        Map<String, Long> values = new HashMap<>(known);
        for (Step step : plan.steps()) apply(step, values, wayBack);
    }

    /**
     * Goes on when a step fails: a mount that is stuck must not keep a cgroup from going.
     *
     * @throws StepFailed the first failure, with the others suppressed
     */
    public void takeBack(Plan wayBack) {
        RuntimeException first = null;
        for (Step step : wayBack.steps()) {
            try {
                apply(step, new HashMap<>(), new ArrayDeque<>());
            } catch (RuntimeException e) {
                if (first == null) first = e;
                else first.addSuppressed(e);
            }
        }
        if (first != null) throw first;
    }

    private void takeBackAfter(Throwable cause, Deque<Step> wayBack) {
        try {
            takeBack(new Plan(new ArrayList<>(wayBack)));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private void apply(Step step, Map<String, Long> values, Deque<Step> wayBack) {
        if (step instanceof Do one) {
            apply(one, values, wayBack);
        } else if (step instanceof Each each) {
            for (Call call : each.calls()) make(step, call, values);
        } else if (step instanceof WriteFile file) {
            write(file, values);
        } else if (step instanceof FirstOf choice) {
            choose(choice, values, wayBack);
        } else if (step instanceof Group group) {
            for (Step each : group.steps()) apply(each, values, wayBack);
        } else if (step instanceof IfThere guarded) {
            if (isThere(guarded, values, wayBack)) {
                for (Step each : guarded.steps()) apply(each, values, wayBack);
            }
        } else if (step instanceof RunTool tool) {
            runTool(tool, values);
        } else {
            throw new IllegalArgumentException(
                    "only a launcher program can " + step.why() + "; the JVM would be gone");
        }
    }

    private void runTool(RunTool tool, Map<String, Long> values) {
        if (tools == null) {
            throw new IllegalArgumentException("nobody can start a program here: " + tool.why());
        }
        List<String> argv = new ArrayList<>();
        for (String word : tool.argv()) argv.add(withPid(word, values));
        tools.run(new RunTool(argv, tool.why()));
    }

    private boolean isThere(IfThere step, Map<String, Long> values, Deque<Step> wayBack) {
        try {
            apply(step.probe(), values, wayBack);
            return true;
        } catch (StepFailed e) {
            if (e.errno() != Errno.ENOENT) throw e;
            return false;
        }
    }

    private void apply(Do step, Map<String, Long> values, Deque<Step> wayBack) {
        try {
            long result = make(step, step.call(), values);
            if (!step.result().isEmpty()) values.put(step.result(), result);
        } catch (StepFailed e) {
            if (!step.tolerated().contains(e.errno())) throw e;
            return; // it was so before: not ours to take back
        }
        for (Call undo : step.undo()) {
            Call resolved = resolve(undo, values);
            wayBack.push(Step.call("take back: " + step.why(), resolved));
        }
    }

    private void write(WriteFile step, Map<String, Long> values) {
        // Before the calls are made, because one of them counts the bytes of the text.
        WriteFile file =
                new WriteFile(
                        withPid(step.path(), values), withPid(step.text(), values), step.why());
        List<Call> calls = file.calls();
        values.put(WriteFile.FD, make(step, calls.get(0), values));
        try {
            make(step, calls.get(1), values);
        } finally {
            make(step, calls.get(2), values);
        }
    }

    private void choose(FirstOf choice, Map<String, Long> values, Deque<Step> wayBack) {
        int last = choice.ways().size() - 1;
        for (int i = 0; i < last; i++) {
            try {
                apply(choice.ways().get(i), values, wayBack);
                return;
            } catch (StepFailed next) {
                continue; // the next way is the answer to this failure
            }
        }
        apply(choice.ways().get(last), values, wayBack);
    }

    private long make(Step step, Call call, Map<String, Long> values) {
        Call resolved = resolve(call, values);
        try {
            return kernel.call(resolved);
        } catch (SyscallException e) {
            throw new StepFailed(step, resolved, e.errno());
        }
    }

    /** Puts what is known by now in the place of names. */
    private static Call resolve(Call call, Map<String, Long> values) {
        return new Call(call.syscall(), resolve(call.args(), values));
    }

    private static List<Arg> resolve(List<Arg> named, Map<String, Long> values) {
        List<Arg> args = new ArrayList<>(named);
        for (int i = 0; i < args.size(); i++) {
            Arg arg = args.get(i);
            if (arg instanceof Arg.Result result) {
                args.set(i, Arg.num(valueOf(result.name(), values)));
            } else if (arg instanceof Arg.Text text) {
                args.set(i, Arg.text(withPid(text.value(), values)));
            } else if (arg instanceof Arg.Words words) {
                args.set(i, new Arg.Words(resolve(words.words(), values), words.shown()));
            }
        }
        return args;
    }

    private static String withPid(String text, Map<String, Long> values) {
        if (!text.contains("$pid")) return text;
        return text.replace("$pid", Long.toString(valueOf("pid", values)));
    }

    private static long valueOf(String name, Map<String, Long> values) {
        Long value = values.get(name);
        if (value == null) throw new IllegalArgumentException("$" + name + " is not known here");
        return value;
    }
}
