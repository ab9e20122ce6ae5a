package slipway.cli;

import java.util.Map;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.ContainerPlan;
import slipway.runtime.ContainerPlanner;
import slipway.runtime.HostFacts;
import slipway.runtime.RunFailed;
import slipway.runtime.RunRequest;

/** {@code slipway run}: starts a container, waits for it, and ends as it did. */
final class RunCommand {
    private RunCommand() {}

    static int run(String[] words) {
        RunOptions options = RunOptions.parse(words);
        if (options.help()) return Help.print(new String[] {"run"});
        // Before any file is opened: it would get the number of a stream that our caller closed.
        Map<Integer, Fd> streams = Stdio.ours();
        RunRequest request = options.request();
        ContainerPlan plan = ContainerPlanner.plan(request, HostFacts.of(LinuxKernel.INSTANCE));
        if (options.plan()) {
            System.out.print(plan.print());
            return 0;
        }
        try (Launcher launcher = new Launcher()) {
            return start(launcher, request, plan.launch().withFds(streams)).shellCode();
        }
    }

    private static ExitStatus start(Launcher launcher, RunRequest request, Launch launch) {
        try (Child child = launcher.start(launch)) {
            return child.await();
        } catch (slipway.plan.StepFailed e) {
            throw RunFailed.explain(e, request);
        }
    }
}
