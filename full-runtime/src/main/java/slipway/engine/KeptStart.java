package slipway.engine;

import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_NONBLOCK;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.cgroups.Cgroup;
import slipway.cgroups.GroupPlan;
import slipway.engine.log.LogReader;
import slipway.engine.log.LostOutput;
import slipway.jail.TerminalPlanner;
import slipway.linux.Fd;
import slipway.linux.FdPassing;
import slipway.linux.LinuxKernel;
import slipway.linux.NamedPipe;
import slipway.linux.PidFd;
import slipway.linux.Pipe;
import slipway.plan.Plan;
import slipway.plan.StepFailed;
import slipway.plan.launch.Keep;
import slipway.plan.launch.KeeperFile;
import slipway.plan.launch.KeeperProgram;
import slipway.plan.launch.Keeping;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;
import slipway.runtime.Adopted;
import slipway.runtime.ContainerPlan;
import slipway.runtime.ContainerPlanner;
import slipway.runtime.HostFacts;
import slipway.runtime.RunFailed;
import slipway.runtime.RunGroup;
import slipway.runtime.RunRequest;
import slipway.runtime.state.ProcessIdentity;

/** Starts containers that stay, each with a keeper. May be used for any number of them. */
public final class KeptStart implements AutoCloseable {
    private static final int OURS_ALONE = 0600;

    /** As much as a keeper writes at most, on the disk already: it may be full by then. */
    private static final int EXIT_ROOM = 4096;

    private final Launcher launcher;
    private final HostFacts host;
    private final ExitCommand exitCommand;
    private @Nullable KeeperFile keeperFile;

    public KeptStart(Launcher launcher, HostFacts host, ExitCommand exitCommand) {
        this.launcher = launcher;
        this.host = host;
        this.exitCommand = exitCommand;
    }

    /** Who has opened what a container is to share. */
    public interface Sharing {
        /** The launch with that: namespaces, mounts. */
        Launch share(Launch launch);
    }

    /** What a new container needs besides what is written down. */
    static void makeFiles(KeptContainer container, KeptConfig config) {
        NamedPipe.make(container.file(KeptContainer.CONTROL), OURS_ALONE);
        if (config.interactive()) {
            NamedPipe.make(container.file(KeptContainer.STDIN), OURS_ALONE);
        }
        log(container).close();
        container.write(LostOutput.NOTHING);
    }

    private static Fd log(KeptContainer container) {
        String file = container.file(KeptContainer.LOG);
        return Fd.open(file, O_WRONLY | O_CREAT | O_APPEND, OURS_ALONE);
    }

    /**
     * Starts it, and returns once its program runs. The lock is the caller's.
     *
     * @param sharing of what is open for it already
     * @param held what its keeper holds for as long as it runs, such as the lock of an image
     * @param restarts how often it was started again by itself, in a row
     * @param pauseMillis how long it pauses before the next time
     * @throws RunFailed if it could not be started; that is written down, too
     */
    public void start(
            KeptContainer container,
            RunRequest request,
            Sharing sharing,
            List<Fd> held,
            int restarts,
            long pauseMillis) {
        KeptConfig config = container.config();
        GroupPlan group = RunGroup.kept(request.limits(), config.id());
        ContainerPlan plan = ContainerPlanner.plan(request, host).in(group);
        KeptRun run = KeptRun.NONE.starting(group.places(), restarts, pauseMillis);
        cutTornLog(container);
        container.write(run); // first of all: from here on somebody knows what to take away
        new File(container.file(KeptContainer.EXIT)).delete();
        boolean started = false;
        try {
            Cgroup.make(LinuxKernel.INSTANCE, group);
            boolean adopts = Adopted.areExpected(request.isolation());
            start(container, config, run, plan.launch(), sharing, adopts, held);
            started = true;
        } catch (StepFailed e) {
            RunFailed told = RunFailed.explain(e, request);
            container.write(run.failed(String.valueOf(told.getMessage())));
            throw told;
        } finally {
            if (!started) Cgroup.existing(group.places()).close();
        }
    }

    /** What the last keeper was writing when the machine failed; it is counted among the lost. */
    private static void cutTornLog(KeptContainer container) {
        if (container.run().process().isEmpty() || container.end().isPresent()) return;
        try {
            long torn = LogReader.cutTorn(container.log());
            if (torn == 0) return;
            LostOutput before = container.lost();
            container.write(new LostOutput(before.bytes() + torn, before.errno()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + container.log(), e);
        }
    }

    private void start(
            KeptContainer container,
            KeptConfig config,
            KeptRun run,
            Launch launch,
            Sharing sharing,
            boolean adopts,
            List<Fd> held) {
        try (Streams streams = Streams.open(container, config);
                Fd directory = Fd.open(container.file("."), O_RDONLY | O_DIRECTORY, 0);
                Fd log = log(container);
                Fd control =
                        Fd.open(container.file(KeptContainer.CONTROL), O_RDWR | O_NONBLOCK, 0)) {
            reserve(container);
            Keep keep =
                    new Keep(
                            directory,
                            log,
                            control,
                            streams.output(),
                            streams.errors(),
                            streams.input(),
                            streams.terminal(),
                            config.logMost(),
                            counters(run.groups()),
                            directories(run.groups()),
                            held,
                            exitCommand.of(config, run.pauseMillis(), adopts));
            String title = "slipway keeper of " + config.briefId();
            KeeperProgram keeper = new KeeperProgram(keep, file(keep), title);
            Plan before = adopts ? Adopted.adopting() : Plan.NOTHING;
            Keeping.Host host = new WrittenDown(container, run);
            Keeping keeping = new Keeping(keeper.descriptors(), before, keeper, host);
            Launch whole = sharing.share(launch.withFds(streams.ofContainer()));
            launcher.startKept(whole.outlivingUs(), keeping).close();
        }
    }

    /** The same for many that differ in nothing that a keeper knows of. */
    private KeeperFile file(Keep keep) {
        KeeperFile last = keeperFile;
        if (last != null && last.fits(keep)) return last;
        close();
        KeeperFile made = KeeperFile.of(keep);
        keeperFile = made;
        return made;
    }

    @Override
    public void close() {
        KeeperFile last = keeperFile;
        keeperFile = null;
        if (last != null) last.close();
    }

    /** The keeper begins only when it is written down who it is. */
    private record WrittenDown(KeptContainer container, KeptRun run) implements Keeping.Host {
        @Override
        public void beforeItsWorld(PidFd keeper, PidFd process) {}

        @Override
        public void complete(PidFd keeper, PidFd process) {
            container.write(
                    run.startedAs(
                            Boot.id(),
                            ProcessIdentity.of(process.pid()),
                            ProcessIdentity.of(keeper.pid()),
                            System.currentTimeMillis()));
        }
    }

    private static void reserve(KeptContainer container) {
        String file = container.file(KeptContainer.EXIT_DRAFT);
        try (Fd draft = Fd.open(file, O_WRONLY | O_CREAT | O_TRUNC, OURS_ALONE)) {
            draft.write(new byte[EXIT_ROOM]);
        }
    }

    private static List<String> counters(List<GroupPlan.Place> groups) {
        List<String> files = new ArrayList<>();
        for (GroupPlan.Place each : groups) {
            files.add(
                    each.directory() + (each.unified() ? "/memory.events" : "/memory.oom_control"));
        }
        return files;
    }

    private static List<String> directories(List<GroupPlan.Place> groups) {
        List<String> directories = new ArrayList<>();
        for (GroupPlan.Place each : groups) directories.add(each.directory());
        return directories;
    }

    /**
     * The ends of what a container and its keeper talk over.
     *
     * @param ofContainer its descriptors, by number
     * @param all to be closed by us
     */
    private record Streams(
            Map<Integer, Fd> ofContainer,
            Optional<Fd> output,
            Optional<Fd> errors,
            Optional<Fd> input,
            Optional<Fd> terminal,
            List<AutoCloseable> all)
            implements AutoCloseable {
        static Streams open(KeptContainer container, KeptConfig config) {
            Map<Integer, Fd> ofContainer = new TreeMap<>();
            List<AutoCloseable> all = new ArrayList<>();
            boolean done = false;
            try {
                Fd nothing = closed(all, Fd.open("/dev/null", O_RDWR, 0));
                Optional<Fd> input = input(container, config, all);
                if (config.terminal()) {
                    FdPassing.Pair pair = FdPassing.pair();
                    all.add(pair);
                    for (int i = 0; i <= 2; i++) ofContainer.put(i, nothing);
                    ofContainer.put(TerminalPlanner.SOCKET, pair.theirs());
                    done = true;
                    return new Streams(
                            ofContainer,
                            Optional.empty(),
                            Optional.empty(),
                            input,
                            Optional.of(pair.ours()),
                            all);
                }
                Pipe output = Pipe.open();
                all.add(output);
                Pipe errors = Pipe.open();
                all.add(errors);
                String stdin = container.file(KeptContainer.STDIN);
                ofContainer.put(
                        0, input.isEmpty() ? nothing : closed(all, Fd.open(stdin, O_RDONLY, 0)));
                ofContainer.put(1, output.writeEnd());
                ofContainer.put(2, errors.writeEnd());
                done = true;
                return new Streams(
                        ofContainer,
                        Optional.of(output.readEnd()),
                        Optional.of(errors.readEnd()),
                        input,
                        Optional.empty(),
                        all);
            } finally {
                if (!done) close(all);
            }
        }

        /** Open for both, so that neither end of it is the last. */
        private static Optional<Fd> input(
                KeptContainer container, KeptConfig config, List<AutoCloseable> all) {
            if (!config.interactive()) return Optional.empty();
            String file = container.file(KeptContainer.STDIN);
            return Optional.of(closed(all, Fd.open(file, O_RDWR | O_NONBLOCK, 0)));
        }

        private static Fd closed(List<AutoCloseable> all, Fd fd) {
            all.add(fd);
            return fd;
        }

        @Override
        public void close() {
            close(all);
        }

        private static void close(List<AutoCloseable> all) {
            for (AutoCloseable each : all) {
                if (each instanceof Fd fd) fd.close();
                else if (each instanceof Pipe pipe) pipe.close();
                else if (each instanceof FdPassing.Pair pair) pair.close();
            }
        }
    }
}
