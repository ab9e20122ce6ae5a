package slipway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;

/**
 * A place where container engines do no harm: mount, network, PID, IPC and cgroup namespaces of
 * their own, made by {@code engine-room.sh}. What is installed on the machine is there; what
 * engines write to {@code /etc}, {@code /run} and {@code /var/lib} is in memory. All of it ends,
 * with every process, mount, group and interface, when it is closed or when this JVM ends, however
 * it ends.
 *
 * <p>Tests get it from {@link Engines}. The files of a test are the same inside. On a machine with
 * v1 and v2 cgroups, only v1 is there.
 */
public final class EngineRoom implements AutoCloseable {
    /** In the environment of the process that keeps the room: no test left it behind. */
    static final String MARK = "SLIPWAY_ENGINE_ROOM";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration TIDYING = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Path directory;
    private final ProcessHandle keeper;
    private final String init;
    private final List<String> entering;

    private EngineRoom(Path directory, ProcessHandle keeper, String init, List<String> entering) {
        this.directory = directory;
        this.keeper = keeper;
        this.init = init;
        this.entering = List.copyOf(entering);
    }

    /** The room that this JVM was started in, by {@code engine-room.sh enter}. */
    static EngineRoom here() {
        Path directory = Path.of(System.getenv(MARK));
        return new EngineRoom(directory, ProcessHandle.current(), "1", List.of());
    }

    /** Makes a room that ends with this JVM at the latest; needs root. */
    static EngineRoom open() {
        return open(ProcessHandle.current());
    }

    /**
     * Makes a room.
     *
     * @param owner ends it, at the latest
     * @throws AssertionError with what was said if it cannot be made
     */
    static EngineRoom open(ProcessHandle owner) {
        try {
            Path directory = Files.createTempDirectory("slipway-engines-");
            Path script = directory.resolve("engine-room.sh");
            try (InputStream from = EngineRoom.class.getResourceAsStream("engine-room.sh")) {
                Files.copy(from, script, StandardCopyOption.REPLACE_EXISTING);
            }
            String pid = Long.toString(owner.pid());
            ProcessBuilder builder =
                    new ProcessBuilder("sh", script.toString(), "keep", pid, directory.toString())
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(directory.resolve("log").toFile());
            builder.environment().clear();
            builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
            builder.environment().put(MARK, directory.toString());
            ProcessHandle keeper = builder.start().toHandle();
            Path init = directory.resolve("pid");
            await("the engine room", directory.resolve("log"), keeper, () -> Files.exists(init));
            return new EngineRoom(
                    directory,
                    keeper,
                    Files.readString(init).strip(),
                    List.of("sh", script.toString(), "enter", directory.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("making a room for engines", e);
        }
    }

    /** Runs a program in the room to its end; see {@link #program}. */
    public Run.Result run(String... command) {
        return program(command).result();
    }

    /** What a program that must succeed wrote to stdout, without the white space around it. */
    public String output(String... command) {
        return run(command).succeeded().stdout().strip();
    }

    /**
     * A program to run in the room, found on Debian's PATH, with an otherwise empty environment.
     * Its working directory is {@code /}.
     */
    public Run program(String... command) {
        List<String> whole = new ArrayList<>(entering);
        whole.addAll(List.of(command));
        return Run.program(whole).directory(Path.of("/"));
    }

    /** As {@link #program}, but as another user, with what a login would give it. */
    public Run programOf(String user, String... command) {
        String id = Run.output("id", "-u", user);
        String place = "/run/user/" + id;
        List<String> whole = new ArrayList<>();
        whole.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups"));
        whole.addAll(List.of("--inh-caps=-all", "env", "-i", "PATH=/usr/bin:/bin", "USER=" + user));
        whole.addAll(List.of("HOME=" + place + "/home", "XDG_RUNTIME_DIR=" + place));
        whole.addAll(List.of("TMPDIR=" + temporary(), "LC_ALL=C.UTF-8"));
        whole.addAll(List.of(command));
        output("install", "--directory", "--owner=" + user, "--mode=700", place, place + "/home");
        return program(whole.toArray(new String[0]));
    }

    /** A directory that only the room sees, in memory. */
    public Path temporary() {
        return directory.resolve("tmp");
    }

    /** The number of the room's first process outside of it: /proc/N/root is how the room looks. */
    public long init() {
        return Long.parseLong(init);
    }

    /** All processes, mounts, groups and network interfaces of the room, for {@link #beyond}. */
    public SortedSet<String> stock() {
        List<Path> groups = new ArrayList<>();
        for (String line : Proc.read(directory.resolve("groups")).strip().split("\n")) {
            groups.add(Path.of(line).getParent());
        }
        return RoomStock.take(init(), groups);
    }

    /** What is in the room and was not before; engines have ten seconds to tidy up. */
    public SortedSet<String> beyond(SortedSet<String> before) {
        long end = System.nanoTime() + TIDYING.toNanos();
        SortedSet<String> more = RoomStock.beyond(before, stock());
        while (!more.isEmpty() && System.nanoTime() < end) {
            pause("what was left to go");
            more = RoomStock.beyond(before, stock());
        }
        return more;
    }

    /** Starts a program that stays until the room ends; what it says is in {@link #log}. */
    void start(String name, String... command) {
        List<String> whole = new ArrayList<>();
        whole.addAll(List.of("sh", "-c", "log=$1; shift; \"$@\" >\"$log\" 2>&1 </dev/null &"));
        whole.addAll(List.of("start", log(name).toString()));
        whole.addAll(List.of(command));
        output(whole.toArray(new String[0]));
    }

    /** Waits until a program in the room answers with 0. */
    void await(String what, String log, String... command) {
        Path logged = Path.of("/proc", init, "root").resolve(log(log).toString().substring(1));
        await(what, logged, keeper, () -> run(command).exitCode() == 0);
    }

    private Path log(String name) {
        return temporary().resolve(name + ".log");
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(String what, Path log, ProcessHandle keeper, Condition condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (!keeper.isAlive() || System.nanoTime() > end) {
                throw new AssertionError(what + " does not come up: " + Proc.read(log));
            }
            pause(what);
        }
    }

    private static void pause(String what) {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    /** Where the room is kept; gone when it is. */
    Path directory() {
        return directory;
    }

    /** Ends all that is in the room, and returns when nothing of it is left. */
    @Override
    public void close() {
        keeper.destroy();
        awaitEnd();
    }

    void awaitEnd() {
        keeper.onExit().join();
        if (Files.exists(directory)) {
            Path log = directory.resolve("log");
            throw new AssertionError("the engine room did not go: " + Proc.read(log));
        }
    }
}
