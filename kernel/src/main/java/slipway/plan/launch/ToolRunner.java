package slipway.plan.launch;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.Kernel;
import slipway.linux.Memory;
import slipway.linux.Pipe;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.RunTool;
import slipway.plan.StepFailed;
import slipway.plan.ToolFailed;
import slipway.plan.Tools;

/**
 * Runs a plan's tools as launches of their own. A class apart, so that who makes no user namespace
 * does not load it.
 */
final class ToolRunner implements Tools {
    /** The owner of a range may be looked up over a network; see subid in nsswitch.conf(5). */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int MESSAGE = 4096;

    private final Launcher launcher;

    private ToolRunner(Launcher launcher) {
        this.launcher = launcher;
    }

    /** A runner for host steps with tools among them. */
    static PlanRunner planRunner(Kernel kernel, Launcher launcher) {
        return new PlanRunner(kernel, new ToolRunner(launcher));
    }

    @Override
    public void run(RunTool tool) {
        List<String> candidates = new ArrayList<>();
        for (String folder : RunTool.FOLDERS) candidates.add(folder + "/" + tool.argv().get(0));
        Plan exec = Plan.of(new Exec(candidates, tool.argv(), List.of(), tool.why()));
        try (Pipe says = Pipe.open()) {
            Launch launch =
                    Launch.of(exec)
                            .withFds(Map.of(1, says.writeEnd(), 2, says.writeEnd()))
                            // It ends by itself, and at once; a guard would be a process more.
                            .outlivingUs();
            try (Child program = launcher.start(launch)) {
                says.writeEnd().close();
                Optional<ExitStatus> status = program.await(LIMIT);
                if (status.isEmpty()) {
                    throw new ToolFailed(
                            tool, "no end after " + LIMIT.toSeconds() + " seconds", null);
                }
                if (status.get().shellCode() == 0) return;
                throw new ToolFailed(tool, status.get() + observed(says.readEnd()), null);
            }
        } catch (StepFailed | SyscallException e) {
            throw new ToolFailed(tool, String.valueOf(e.getMessage()), e);
        }
    }

    /** What it wrote, which fits into a pipe; its end is there, because it has ended. */
    private static String observed(Fd pipe) {
        try (Memory memory = Memory.allocate(MESSAGE)) {
            byte[] bytes = new byte[pipe.read(memory, MESSAGE)];
            memory.getBytes(0, bytes, 0, bytes.length);
            String text = new String(bytes, StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ", \"" + text.replace('\n', ' ') + "\"";
        }
    }
}
