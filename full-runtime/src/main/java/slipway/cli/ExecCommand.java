package slipway.cli;

import static slipway.linux.Constants.O_RDWR;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.cgroups.GroupPlan;
import slipway.engine.KeptConfig;
import slipway.engine.KeptContainer;
import slipway.image.ImageConfig;
import slipway.image.ImageIds;
import slipway.image.Images;
import slipway.jail.Accounts;
import slipway.jail.Identity;
import slipway.linux.CapabilitySet;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.oci.ProcessSpec;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launcher;
import slipway.runtime.ContainerPlan;
import slipway.runtime.HostFacts;
import slipway.runtime.lifecycle.ExecRequest;
import slipway.runtime.lifecycle.Execution;
import slipway.runtime.lifecycle.LimitsOf;
import slipway.runtime.state.ContainerProblem;
import slipway.runtime.state.ContainerState;
import slipway.runtime.state.ProcessIdentity;
import slipway.security.Rights;

/**
 * {@code slipway exec}: one more program in a container that stays, with what the container has.
 * See docs/decisions/0052-exec.md.
 */
final class ExecCommand {
    /** What {@code run} gives its programs. */
    private static final int UMASK = 022;

    private final ExecOptions options;
    private final boolean alone;
    private final Map<Integer, Fd> streams;
    private final KeptContainer container;
    private final KeptConfig config;

    private ExecCommand(ExecOptions options, boolean alone, Map<Integer, Fd> streams) {
        this.options = options;
        this.alone = alone;
        this.streams = streams;
        this.container = KeptCommands.store().find(options.container());
        this.config = container.config();
    }

    /**
     * The exit status of the program, or of what was to become one.
     *
     * @param alone whether this JVM is there for this command only
     */
    static int run(String[] words, boolean alone) {
        if (KeptCommands.help("exec", words)) return 0;
        ExecOptions options = ExecOptions.parse(words);
        // Before any file is opened: it would get the number of a stream that our caller closed.
        Map<Integer, Fd> streams = Stdio.ours();
        if (options.tty() && options.interactive() && !RawTerminal.isPossible()) {
            throw new UsageError(
                    "-i with -t needs a terminal as standard input, which is none here",
                    "the same without -t");
        }
        return new ExecCommand(options, alone, streams).run();
    }

    private int run() {
        Optional<ProcessIdentity> found = container.running();
        if (found.isEmpty()) throw notRunning();
        ProcessIdentity first = found.get();
        ProcessSpec process = process(first.pid());
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            ExecRequest request =
                    new ExecRequest(
                            config.name(),
                            process,
                            Optional.empty(),
                            false,
                            Map.of(),
                            false,
                            streams(nothing));
            List<String> warnings = new ArrayList<>();
            Execution execution = new Execution(request, first, groups(), warnings);
            if (options.plan() != PlanFormat.NONE) return show(execution.planned());
            return start(execution, warnings);
        } catch (ContainerProblem e) {
            throw notRunning(); // it has just ended
        }
    }

    private UsageError notRunning() {
        return new UsageError(
                "container " + config.name() + " is not running", "slipway start " + config.name());
    }

    private Map<Integer, Fd> streams(Fd nothing) {
        Map<Integer, Fd> given = new TreeMap<>(streams);
        if (options.detached() || !options.interactive()) given.put(0, nothing);
        if (options.detached() || options.tty()) {
            given.put(1, nothing);
            given.put(2, nothing);
        }
        return given;
    }

    private List<ContainerState.Group> groups() {
        List<ContainerState.Group> groups = new ArrayList<>();
        for (GroupPlan.Place each : container.run().groups()) {
            groups.add(new ContainerState.Group(each.directory(), each.unified()));
        }
        return groups;
    }

    /** What the container was made with, and what is said otherwise. */
    private ProcessSpec process(int first) {
        RunOptions made = RunOptions.parse(config.words().toArray(new String[0]));
        Surroundings there = made.surroundings(image(made));
        String user = options.user().isEmpty() ? there.user() : options.user();
        // As they are in there now: users may have been added since it was made.
        Identity who =
                user.isEmpty()
                        ? RunOptions.ROOT
                        : Accounts.of(Path.of("/proc/" + first + "/root")).resolve(user);
        if (options.tty()) options.variables().terminal();
        there.variables().over(options.variables());
        Rights rights = options.rights().besides(there.rights().rights());
        return new ProcessSpec(
                options.command(),
                there.variables().all(there.hostname(), who.home()),
                options.workdir().isEmpty() ? there.workdir() : options.workdir(),
                new ProcessSpec.User(who.uid(), who.gid(), who.groups(), UMASK),
                options.tty(),
                options.tty() ? Optional.of(Terminal.ourSize()) : Optional.empty(),
                capabilities(rights.capabilities(), who.uid() == 0),
                LimitsOf.process(first),
                !rights.privileged(),
                Optional.empty());
    }

    private static Optional<ImageConfig> image(RunOptions made) {
        if (made.image().isEmpty()) return Optional.empty();
        try (ImageIds ids = new ImageIds(HostFacts.of(LinuxKernel.INSTANCE));
                Images.Used used =
                        Images.in(ImageCommands.dataDirectory(), ids).use(made.image())) {
            return Optional.of(used.config());
        }
    }

    /** Of the rest nobody but root has any until it runs a program that is marked for it. */
    private static ProcessSpec.Capabilities capabilities(CapabilitySet bounding, boolean root) {
        CapabilitySet own = root ? bounding : CapabilitySet.NONE;
        return new ProcessSpec.Capabilities(
                bounding, own, CapabilitySet.NONE, own, CapabilitySet.NONE, List.of());
    }

    private int show(ContainerPlan plan) {
        System.out.print(options.plan() == PlanFormat.JSON ? plan.json() : plan.print());
        return 0;
    }

    private int start(Execution execution, List<String> warnings) {
        try (Launcher launcher = new Launcher()) {
            if (options.detached()) {
                execution.start(launcher, Optional.empty(), false); // it goes on without us
                warn(warnings);
                return 0;
            }
            ForwardedSignals signals = ForwardedSignals.listenForAnother();
            if (options.tty()) return terminal(launcher, execution, signals, warnings).shellCode();
            try (Child child = execution.start(launcher, Optional.empty(), true)) {
                signals.to(child);
                warn(warnings);
                ExitStatus status = await(launcher, child, signals);
                signals.explain();
                return status.shellCode();
            }
        }
    }

    private ExitStatus terminal(
            Launcher launcher,
            Execution execution,
            ForwardedSignals signals,
            List<String> warnings) {
        Terminal.Start start =
                new Terminal.Start() {
                    @Override
                    public Child with(Fd console) {
                        Child child = execution.start(launcher, Optional.of(console), true);
                        warn(warnings);
                        return child;
                    }
                };
        return Terminal.run(launcher, start, options.interactive(), signals);
    }

    private static void warn(List<String> warnings) {
        for (String each : warnings) System.err.println("slipway: " + each);
    }

    /** A second is over before anything else would be worth its time. */
    private ExitStatus await(Launcher launcher, Child child, ForwardedSignals signals) {
        if (!alone) return child.await();
        Optional<ExitStatus> early = child.await(LongRun.AFTER);
        if (early.isPresent()) return early.get();
        return new LongRun(launcher, child, signals)
                .await(List.of("slipway", "exec", config.name()));
    }
}
