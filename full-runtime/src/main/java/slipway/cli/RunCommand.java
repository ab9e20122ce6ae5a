package slipway.cli;

import java.util.Map;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.cgroups.GroupPlan;
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
import slipway.runtime.RunGroup;
import slipway.runtime.RunRequest;

/** {@code slipway run}: starts a container, waits for it, and ends as it did. */
final class RunCommand {
    private RunCommand() {}

    static int run(String[] words) {
        RunOptions options = RunOptions.parse(words);
        if (options.help()) return Help.print(new String[] {"run"});
        // Before any file is opened: it would get the number of a stream that our caller closed.
        Map<Integer, Fd> streams = Stdio.ours();
        if (options.plan() != PlanFormat.NONE) {
            HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
            RunRequest request = options.request(RunRoot.shown(options, host));
            ContainerPlan plan = planFor(options, request, host);
            boolean json = options.plan() == PlanFormat.JSON;
            System.out.print(json ? plan.json() : plan.print());
            return 0;
        }
        if (options.tty() && options.interactive() && !RawTerminal.isPossible()) {
            throw new UsageError(
                    "-i with -t needs a terminal as standard input, which is none here",
                    "the same without -t");
        }
        try (Launcher launcher = new Launcher()) {
            launcher.startGuardMeanwhile();
            HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
            try (RunRoot root = RunRoot.open(options, host)) {
                return run(options, root, host, launcher, streams).shellCode();
            }
        }
    }

    private static ExitStatus run(
            RunOptions options,
            RunRoot root,
            HostFacts host,
            Launcher launcher,
            Map<Integer, Fd> streams) {
        RunRequest request = options.request(root);
        int stop = options.stopSignal(root);
        ContainerPlan plan = planFor(options, request, host);
        Launch launch = plan.launch().withFds(streams);
        return request.limits().isEmpty()
                ? start(launcher, request, launch, options.interactive(), stop)
                : limited(plan.group(), launcher, request, launch, options, stop);
    }

    private static ContainerPlan planFor(RunOptions options, RunRequest request, HostFacts host) {
        GroupPlan group = RunGroup.plan(request.limits(), options.id());
        return ContainerPlanner.plan(request, host).in(group);
    }

    /** In a group of its own, which goes with the container. */
    private static ExitStatus limited(
            GroupPlan plan,
            Launcher launcher,
            RunRequest request,
            Launch launch,
            RunOptions options,
            int stop) {
        try (Cgroup group = Cgroup.make(LinuxKernel.INSTANCE, plan)) {
            ExitStatus status = start(launcher, request, launch, options.interactive(), stop);
            Optional<String> verdict = RunGroup.verdict(request.limits(), group.usage(), status);
            if (verdict.isPresent()) System.err.println("slipway: " + verdict.get());
            return status;
        }
    }

    private static ExitStatus start(
            Launcher launcher, RunRequest request, Launch launch, boolean interactive, int stop) {
        try {
            if (request.terminal().isPresent()) {
                return Terminal.run(launcher, launch, interactive, stop);
            }
            ForwardedSignals signals = ForwardedSignals.listen(stop);
            try (Child child = launcher.start(launch)) {
                signals.to(child);
                ExitStatus status = child.await();
                signals.explain();
                return status;
            }
        } catch (slipway.plan.StepFailed e) {
            throw RunFailed.explain(e, request);
        }
    }
}
