package slipway.lessons.probe;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Where one experiment is made: a folder, and processes apart from the host. All of it goes when
 * this is closed. An effect.
 */
final class Lab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The number behind those of 0, 1 and 2. */
    private static final int REPORT = 3;

    private static final Duration A_MOMENT = Duration.ofMillis(20);
    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String SHORT = "/LAB";

    private final Path folder;
    private final ProcStatus we;
    private final Launcher launcher = new Launcher();

    private Lab(Path folder, ProcStatus we) {
        this.folder = folder;
        this.we = we;
    }

    static Lab open() throws IOException {
        ProcStatus we = ProcStatus.ofPid(ProcessHandle.current().pid());
        Path folder = Files.createTempDirectory("slipway-probe");
        return new Lab(folder, we);
    }

    Path folder() {
        return folder;
    }

    Launcher launcher() {
        return launcher;
    }

    /** A new folder in the lab's. */
    Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** A file in the lab's folder with something in it that nobody can guess. */
    Path secret() throws IOException {
        return Files.writeString(folder.resolve("secret"), UUID.randomUUID().toString());
    }

    /** In our own namespaces, with nothing open. */
    static Launch plain(Plan inside) {
        return Launch.of(inside).withFds(Map.of());
    }

    /**
     * In a mount namespace of its own, from which no mount gets out, and in these others; for an
     * ordinary user also in a user namespace, without which there is none of them.
     */
    Launch apart(long namespaces, Plan inside) {
        Launch launch = plain(Plan.of(Steps.makePrivate("/")).then(inside));
        long all = namespaces | CLONE_NEWNS;
        if (isPrivileged()) return launch.withNamespaces(all);
        return launch.withNamespaces(all | CLONE_NEWUSER)
                .withWhileCloned(IdMapPlanner.mapOnly(uid(), gid()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    boolean isPrivileged() {
        return we.capabilities().effective().contains(Capability.CAP_SYS_ADMIN);
    }

    /** Ours, outside. */
    long uid() {
        return we.uids().effective();
    }

    long gid() {
        return we.gids().effective();
    }

    /** A program of the machine, looked for as a shell does. */
    static Exec program(String... argv) {
        return Exec.search(List.of(argv), List.of("PATH=" + PATH, "LC_ALL=C"), PATH);
    }

    static Exec shell(String script) {
        return program("sh", "-c", script);
    }

    /** What a process wrote to 1 and 2, and how it ended. */
    record Ran(ExitStatus end, String out, String err) {}

    /** Launches it, with nothing to read, and waits for its end. */
    Ran run(Launch launch) throws IOException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ExitStatus end = end(launch, out, err);
        return new Ran(end, Files.readString(out).strip(), Files.readString(err).strip());
    }

    /** Makes the calls, one after the other, whatever each answers. */
    Answers ask(Launch launch, List<Ask> asked) throws IOException {
        Path told = Files.createTempFile(folder, "told", "");
        Plan whole = launch.inside().then(Ask.plan(asked));
        ExitStatus end = end(launch.withInside(whole), told, told);
        if (!end.equals(ExitStatus.exited(0))) throw new CannotTell("the process ended: " + end);
        return Answers.read(asked, Files.readAllBytes(told));
    }

    /**
     * The same for calls that make processes: one of them, which does not end before it is killed,
     * tells all answers.
     */
    Answers askForked(Launch launch, List<Ask> asked) throws Exception {
        Path told = Files.createTempFile(folder, "told", "");
        // The copies would keep the launcher's report open; its end says that the launch is done.
        Plan whole = Plan.of(Steps.close(REPORT)).then(Ask.planAndStay(asked));
        long length = 8L * asked.size();
        try (Fd nothing = Fd.open("/dev/null", O_RDWR, 0);
                Fd out = Fd.open(told.toString(), O_WRONLY | O_APPEND, 0);
                Child child =
                        launcher.start(
                                launch.withInside(launch.inside().then(whole))
                                        .withFds(Map.of(0, nothing, 1, out, 2, nothing)))) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (Files.size(told) < length && System.nanoTime() < end) {
                if (child.await(A_MOMENT).isPresent()) break;
            }
        }
        if (Files.size(told) < length) throw new CannotTell("the last process told nothing");
        return Answers.read(asked, Files.readAllBytes(told));
    }

    private ExitStatus end(Launch launch, Path out, Path err) {
        try (Fd in = Fd.open("/dev/null", O_RDWR, 0);
                Fd stdout = Fd.open(out.toString(), O_WRONLY | O_APPEND, 0);
                Fd stderr = Fd.open(err.toString(), O_WRONLY | O_APPEND, 0)) {
            Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
            fds.putAll(Map.of(0, in, 1, stdout, 2, stderr));
            try (Child child = launcher.start(launch.withFds(fds))) {
                return child.await(PATIENCE)
                        .orElseThrow(
                                () ->
                                        new CannotTell(
                                                "it did not end within "
                                                        + PATIENCE.toSeconds()
                                                        + " seconds"));
            }
        }
    }

    /** Does the plan of the launch and waits, so that one can look at the process. */
    Child hold(Launch launch) {
        return launcher.startHolder(launch.withInside(launch.inside().then(visible())));
    }

    /** The kit makes its processes invisible; this lets their owner look. */
    private static Plan visible() {
        Arg zero = Arg.num(0);
        Call call =
                Call.of(
                        Syscall.PRCTL,
                        Arg.flag(Constants.PR_SET_DUMPABLE, Family.PRCTL),
                        Arg.num(1),
                        zero,
                        zero,
                        zero);
        return Plan.of(Step.call("let the kit look at the process", call));
    }

    /** Where a link of a process leads, such as {@code ns/uts}. */
    static String link(long pid, String name) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc/" + pid + "/" + name)).toString();
    }

    /** With a short name in the place of our folder's, which would fill each line. */
    List<String> shortened(List<String> lines) {
        List<String> all = new ArrayList<>();
        boolean named = false;
        for (String line : lines) {
            named |= line.contains(folder.toString());
            all.add(line.replace(folder.toString(), SHORT));
        }
        if (named) all.add("(" + SHORT + " is a folder made for this)");
        return all;
    }

    static long us() {
        return ProcessHandle.current().pid();
    }

    @Override
    public void close() throws IOException {
        launcher.close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = new ArrayList<>(all.toList());
        }
        Collections.reverse(files);
        for (Path file : files) Files.deleteIfExists(file);
    }
}
