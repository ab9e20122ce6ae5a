package slipway.plan.launch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Fd;
import slipway.linux.Kernel;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Pipe;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Plan;
import slipway.plan.PlanRunner;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.program.ElfImage;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;

/**
 * Starts processes in a prepared world. May be used by any number of threads at once, also by
 * virtual ones; no thread's namespaces, signal mask or identity change.
 *
 * <p>Closing it ends the guard process, and every child that was to end with us and still runs.
 */
public final class Launcher implements AutoCloseable {
    /** What a held process waits for; see {@link #startHeld}. */
    public static final byte GO = GoByte.GO;

    private final Arch arch = Arch.current();
    private final ElfImage elf = new ElfImage(arch);
    private final Kernel kernel;
    private final PlanRunner runner;
    private final Tampering tampering;
    private final Guard guard = new Guard(this);

    public Launcher() {
        this(LinuxKernel.INSTANCE, Tampering.NONE);
    }

    /** For tests: a kernel to run host steps on, and what is to go wrong. */
    Launcher(Kernel kernel, Tampering tampering) {
        this.kernel = kernel;
        this.runner = new PlanRunner(kernel);
        this.tampering = tampering;
        ChildSignal.keepStatuses();
    }

    /**
     * Starts the guard on a thread of its own, while the caller finds out what to start: that is
     * two milliseconds of a command. Not needed before {@link #start}, which sees to it otherwise.
     */
    public void startGuardMeanwhile() {
        guard.startMeanwhile();
    }

    /**
     * Starts the process and returns once it has become the program of its plan.
     *
     * @throws StepFailed when a step could not be done; nothing of the launch is left then
     * @throws SyscallException when the process could not be made at all
     */
    public Child start(Launch launch) {
        if (!launch.joining().isEmpty()) return startJoined(launch, launch.joining());
        return start(launch, Body.of(launch.inside()), tampering);
    }

    /**
     * Starts a process that does its plan, which ends in no exec, and then waits until it is
     * killed: it keeps namespaces alive for others to enter, or descriptors for others to take.
     *
     * @throws StepFailed when a step could not be done; nothing of the launch is left then
     */
    public Child startHolder(Launch launch) {
        int report = new Descriptors(launch.fds()).report();
        return start(launch, Body.holding(launch.inside(), report), tampering);
    }

    /**
     * Starts a process that makes its world and then waits until somebody, perhaps long after us,
     * writes the byte of {@link #GO} to its {@code start} descriptor. If we die before it is
     * complete, it ends.
     *
     * @throws StepFailed when a step could not be done; nothing of the launch is left then
     */
    public Child startHeld(Launch launch, Held held) {
        if (!launch.joining().isEmpty()) {
            return new JoinLaunch(workshop(), launch, held).start(launch.joining());
        }
        Descriptors fds = new Descriptors(launch.fds());
        Program main = MainProgram.writeHeld(arch, fds, launch.inside(), held, tampering.main());
        return start(launch, fds, main, held, tampering);
    }

    /**
     * Starts a process that is where others are: one does {@code joining}, and makes the one that
     * does {@code inside}, which is our child, and in the PID namespace that was joined. {@code
     * whileReady} puts both into a cgroup, before they join anything.
     *
     * @param joining setns, the user namespace first; see setns(2)
     * @throws StepFailed when a step could not be done; nothing of the launch is left then
     */
    public Child startJoined(Launch launch, Plan joining) {
        return new JoinLaunch(workshop(), launch, null).start(joining);
    }

    /**
     * Starts a process and a keeper, which is its parent and stays when we go. Of the launch, all
     * is about the process that is kept: its namespaces, maps, identity, cgroup and descriptors.
     * Where others are goes only that process, and the keeper stays where we are. That it ends with
     * us is not: until it is complete both do, and then neither.
     *
     * @throws StepFailed when a step could not be done; nothing of the launch is left then
     */
    public Kept startKept(Launch launch, Keeping keeping) {
        return new KeepLaunch(workshop(), launch, keeping, mapper(launch)).start();
    }

    private Workshop workshop() {
        return new Workshop(arch, elf, guard, runner, tampering);
    }

    /**
     * A program of our own in place of a plan: it tells that it runs by closing its report pipe.
     */
    Child startProgram(Launch launch, Body body) {
        int report = new Descriptors(launch.fds()).report();
        Body whole =
                new Body() {
                    @Override
                    public void write(ProgramBuilder out) {
                        Call close = Call.of(Syscall.CLOSE, Arg.num(report));
                        out.call(Step.call("say that it runs", close), close);
                        body.write(out);
                    }
                };
        return start(launch, whole, Tampering.NONE);
    }

    private Child start(Launch launch, Body body, Tampering faults) {
        Descriptors fds = new Descriptors(launch.fds());
        boolean waits = !launch.whileReady().isEmpty();
        Program main = MainProgram.write(arch, fds, waits, body, faults.main());
        return start(launch, fds, main, null, faults);
    }

    private Child start(
            Launch launch, Descriptors fds, Program main, @Nullable Held held, Tampering faults) {
        if (LinuxKernel.isGuarded()) LaunchGuard.check(launch);
        try (Pipe go = Pipe.open();
                Pipe report = Pipe.open();
                Fd file = ProgramFile.of(elf.of(main))) {
            int[] sources = fds.sources(report.writeEnd(), go.readEnd(), file);
            Program entry =
                    EntryProgram.write(arch, fds, sources, launch.identity(), faults.entry());
            try (CloneMemory memory = new CloneMemory(arch, entry, launch.namespaces(), faults)) {
                return start(launch, memory, new Starting(entry, main, go, report), held);
            }
        }
    }

    private Child start(Launch launch, CloneMemory memory, Starting starting, @Nullable Held held) {
        PidFd process = Birth.in(launch.born(), starting, memory);
        Map<String, Long> pid = Map.of("pid", (long) process.pid());
        Deque<Step> wayBack = new ArrayDeque<>();
        Guard.Watch watch = null;
        try {
            if (launch.endsWithUs()) watch = guard.watch(process);
            mapper(launch).run(launch.whileCloned(), pid, wayBack);
            starting.go();
            if (held != null || !launch.whileReady().isEmpty()) {
                starting.awaitReady();
                runner.run(launch.whileReady(), pid, wayBack);
                if (held != null) held.host().beforeItsWorld(process);
                starting.go();
            }
            if (held != null) {
                starting.awaitReady();
                held.host().afterItsWorld(process);
                starting.go();
            }
            starting.awaitExec();
            return new Child(process, new Plan(new ArrayList<>(wayBack)), runner, watch);
        } catch (RuntimeException | Error cause) {
            // First: what ends the child closes the pidfd that the guard's list holds.
            if (watch != null) watch.end();
            RuntimeException told = starting.endAfter(cause);
            // Last: a cgroup, say, is busy for as long as the child is in it.
            takeBack(new Plan(new ArrayList<>(wayBack)), told);
            // Such as a class that could not be loaded for want of a descriptor.
            if (cause instanceof Error error && told.getCause() == cause) throw error;
            throw told;
        }
    }

    /** Only a user namespace may need newuidmap; others shall not pay for what can start it. */
    private PlanRunner mapper(Launch launch) {
        boolean mapped = (launch.namespaces() & Constants.CLONE_NEWUSER) != 0;
        return mapped ? ToolRunner.planRunner(kernel, this) : runner;
    }

    private void takeBack(Plan wayBack, RuntimeException cause) {
        try {
            runner.takeBack(wayBack);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Lets a program of a few KiB wait for a process in place of this JVM, which is no more then.
     * Returns only if that is not to be.
     *
     * @param quiet asked when nothing stands in the way any more
     * @param argv how this process is called from then on
     * @return whether it is worth asking again later
     * @see HandOver
     */
    public boolean handOver(
            Child process,
            List<SignalRule> rules,
            Farewell farewell,
            HandOver.Quiet quiet,
            List<String> argv) {
        if (LinuxKernel.isGuarded() || !process.canBeHandedOver()) return false;
        return new HandOver(process, guard, rules, farewell).become(quiet, argv);
    }

    @Override
    public void close() {
        guard.close();
    }
}
