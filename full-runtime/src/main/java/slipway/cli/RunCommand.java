package slipway.cli;

import java.util.Map;
import java.util.Optional;
import slipway.cgroups.Cgroup;
import slipway.cgroups.GroupPlan;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.plan.Plan;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.Adopted;
import slipway.runtime.ContainerPlan;
import slipway.runtime.ContainerPlanner;
import slipway.runtime.HostFacts;
import slipway.runtime.MappedSources;
import slipway.runtime.RunFailed;
import slipway.runtime.RunGroup;
import slipway.runtime.RunRequest;

/** {@code slipway run}: starts a container, waits for it, and ends as it did. */
final class RunCommand {
    private final Launcher launcher;
    private final RunOptions options;
    private final RunRoot root;
    private final RunIsolation apart;
    private final boolean alone;

    private RunCommand(
            Launcher launcher,
            RunOptions options,
            RunRoot root,
            RunIsolation apart,
            boolean alone) {
        this.launcher = launcher;
        this.options = options;
        this.root = root;
        this.apart = apart;
        this.alone = alone;
    }

    static int run(String[] words) {
        return run(words, false);
    }

    /**
     * The exit status of a container, or of what was to become one.
     *
     * @param alone whether this JVM is there for this container only
     */
    static int run(String[] words, boolean alone) {
        RunOptions options = RunOptions.parse(words);
        if (options.help()) return Help.print(new String[] {"run"});
        if (options.plan() == PlanFormat.NONE) {
            if (options.kept().detached()) return KeptRunCommand.run(options);
            if (!options.kept().needsDetached().isEmpty()) {
                throw new UsageError(
                        options.kept().needsDetached()
                                + " is for containers that stay, and without -d it ends with this"
                                + " command",
                        "-d as well");
            }
        }
        // Before any file is opened: it would get the number of a stream that our caller closed.
        Map<Integer, Fd> streams = Stdio.ours();
        if (options.plan() != PlanFormat.NONE) {
            HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
            try (RunIsolation apart = RunIsolation.open(options, host)) {
                RunRequest request = options.request(RunRoot.shown(options, host), apart, host);
                Plan files = Plan.NOTHING;
                if (MappedSources.areWished(request, host)) {
                    MappedSources shown = MappedSources.shown(request, host);
                    request = shown.request();
                    files = shown.plan();
                }
                ContainerPlan plan = planFor(options, request, host).with(files);
                plan = plan.with(apart.share(plan.launch()));
                boolean json = options.plan() == PlanFormat.JSON;
                System.out.print(json ? plan.json() : plan.print());
                return 0;
            }
        }
        if (options.tty() && options.interactive() && !RawTerminal.isPossible()) {
            throw new UsageError(
                    "-i with -t needs a terminal as standard input, which is none here",
                    "the same without -t");
        }
        try (Launcher launcher = new Launcher()) {
            launcher.startGuardMeanwhile();
            HostFacts host = HostFacts.of(LinuxKernel.INSTANCE);
            try (RunIsolation apart = RunIsolation.open(options, host);
                    RunRoot root = RunRoot.open(options, host)) {
                RunCommand run = new RunCommand(launcher, options, root, apart, alone);
                return run.run(host, streams).shellCode();
            }
        }
    }

    private ExitStatus run(HostFacts host, Map<Integer, Fd> streams) {
        RunRequest request = apart.map(options.request(root, apart, host), launcher, host);
        ContainerPlan plan = planFor(options, request, host);
        Launch launch = apart.share(plan.launch().withFds(streams));
        return request.limits().isEmpty()
                ? start(request, launch, plan.group())
                : limited(plan.group(), request, launch);
    }

    private static ContainerPlan planFor(RunOptions options, RunRequest request, HostFacts host) {
        GroupPlan group = RunGroup.plan(request.limits(), options.id());
        return ContainerPlanner.plan(request, host).in(group);
    }

    /** In a group of its own, which goes with the container. */
    private ExitStatus limited(GroupPlan plan, RunRequest request, Launch launch) {
        try (Cgroup group = Cgroup.make(LinuxKernel.INSTANCE, plan)) {
            ExitStatus status = start(request, launch, plan);
            Optional<String> verdict = RunGroup.verdict(request.limits(), group.usage(), status);
            if (verdict.isPresent()) System.err.println("slipway: " + verdict.get());
            return status;
        }
    }

    private ExitStatus start(RunRequest request, Launch launch, GroupPlan group) {
        int stop = options.stopSignal(root);
        Orphans orphans = Orphans.of(request.isolation(), launcher);
        try {
            if (request.terminal().isPresent()) {
                return Terminal.run(launcher, launch, options.interactive(), stop);
            }
            ForwardedSignals signals = ForwardedSignals.listen(stop);
            try (Child child = launcher.start(launch)) {
                signals.to(child);
                ExitStatus status = await(child, signals, request, group);
                signals.explain();
                return status;
            }
        } catch (slipway.plan.StepFailed e) {
            throw RunFailed.explain(e, request);
        } finally {
            orphans.end();
        }
    }

    /** A run of a second is over before anything else would be worth its time. */
    private ExitStatus await(
            Child child, ForwardedSignals signals, RunRequest request, GroupPlan group) {
        if (!alone) return child.await();
        Optional<ExitStatus> early = child.await(LongRun.AFTER);
        if (early.isPresent()) return early.get();
        return new LongRun(launcher, child, signals)
                .await(
                        options.id(),
                        request.limits(),
                        group,
                        root.written(),
                        Adopted.areExpected(request.isolation()));
    }
}
