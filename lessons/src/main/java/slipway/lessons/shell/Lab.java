package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.jail.RootTree;
import slipway.lessons.probe.Observation;
import slipway.lessons.probe.Probe;
import slipway.lessons.probe.Probes;
import slipway.lessons.probe.Result;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.HostGuard;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;
import slipway.linux.ThrowAwayThread;
import slipway.plan.launch.Launcher;

/**
 * What a lesson is written with: it tells, asks, runs programs in prepared worlds, and says what
 * must have been seen. All of it is plain Java, so a lesson also runs in {@code jshell} itself.
 */
public final class Lab implements AutoCloseable {
    /** For a call that the guard of this session did not let through. */
    public static final long NOT_MADE = Long.MIN_VALUE;

    private static final int WIDTH = 78;
    private static final int MOST_LINES = 24;

    private static final Comparator<String> NAMES =
            Comparator.comparingInt((String name) -> name.matches("\\d+") ? name.length() : 99)
                    .thenComparing(Comparator.naturalOrder());

    private final Talk talk;
    private final Path folder;
    private final Launcher launcher = new Launcher();
    private final List<Running> running = new ArrayList<>();
    private final Thread atExit;
    private int asserted;

    private Lab(Talk talk, Path folder) {
        this.talk = talk;
        this.folder = folder;
        this.atExit = new Thread(() -> LabFolder.remove(folder));
    }

    /** Begins a lesson. */
    public static Lab open(String title) {
        Surroundings.tell();
        Lab lab = new Lab(new Talk(System.in, System.out), LabFolder.make());
        Runtime.getRuntime().addShutdownHook(lab.atExit);
        lab.talk.say("");
        lab.talk.say(title);
        lab.talk.say("=".repeat(title.length()));
        return lab;
    }

    /** Says something. */
    public void tell(String text) {
        talk.say("");
        talk.say("", text.strip().lines().toList());
    }

    /** Waits for Enter, between two parts. */
    public void pause() {
        talk.ask("\n  [Enter] ");
    }

    /** Asks for a prediction; {@link Prediction#was} tells later. */
    public Prediction predict(String question, String... answers) {
        return Prediction.ask(talk, question, List.of(answers));
    }

    /** Says what has just been seen; the lesson stops if it was not. */
    public void expect(String what, boolean holds) {
        expect(what, true, holds);
    }

    /** The same of a value. */
    public void expect(String what, Object wanted, Object seen) {
        if (!Objects.equals(wanted, seen)) throw new Expected(what, String.valueOf(seen));
        asserted++;
        talk.say("  [seen] " + what);
    }

    /** How often something was expected, and seen. */
    public int asserted() {
        return asserted;
    }

    /** Says that a part is left out on this machine. */
    public void cannotShow(String what, String reason) {
        talk.say("");
        talk.wrapped("Not shown here: " + what + ", because " + reason + ".");
    }

    /**
     * Shows one of the kit's probes: an experiment in processes of its own, where this thread
     * cannot go.
     */
    public void probe(String id) {
        Probe probe =
                Probes.find(id)
                        .orElseThrow(() -> new IllegalArgumentException("there is no probe " + id));
        Observation seen = probe.run();
        talk.say("  | ", seen.lines());
        if (seen.result() == Result.CANNOT_JUDGE) {
            cannotShow("that " + seen.claim(), "this machine does not let us find out");
        } else {
            expect(seen.claim(), seen.result() == Result.HOLDS);
        }
    }

    /** Whether this is the root of the machine, or of a container that gave him his rights. */
    public boolean isRoot() {
        return Us.now().isRoot();
    }

    /** An empty folder, gone when the lesson ends. */
    public Path folder() {
        return folder;
    }

    /** A file in it. */
    public Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shows a file: of the lines only those that begin with one of these, if there are any. */
    public String look(String path, String... beginnings) {
        talk.say("  " + shorten(path) + ":");
        try {
            String text =
                    Files.readString(Path.of(path))
                            .lines()
                            .filter(line -> begins(line, beginnings))
                            .collect(Collectors.joining("\n"));
            showOutput(text);
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean begins(String line, String... beginnings) {
        return beginnings.length == 0 || Arrays.stream(beginnings).anyMatch(line::startsWith);
    }

    /** Shows where a link points, such as those of {@code /proc/PID}. */
    public String link(String path) {
        try {
            String target = Files.readSymbolicLink(Path.of(path)).toString();
            talk.say("  " + shorten(path + " -> " + target));
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Shows some lines. */
    public void list(List<String> lines) {
        talk.say("  | ", lines);
    }

    /** Where a path of the machine leads when all links are followed. */
    public String real(String path) {
        try {
            return Path.of(path).toRealPath().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be found: " + e.getMessage(), e);
        }
    }

    /** A file in the folder with a word in it that nobody can know. */
    public String secret(String name) {
        String word = "secret-" + Long.toString(new SecureRandom().nextLong() >>> 1, 36);
        file(name, word + "\n");
        return word;
    }

    /** The names in a folder, in order; numbers as numbers. */
    public List<String> names(String path) {
        try (Stream<Path> all = Files.list(Path.of(path))) {
            List<String> names =
                    all.map(each -> String.valueOf(each.getFileName())).sorted(NAMES).toList();
            String shown = names.isEmpty() ? "(nothing)" : String.join(" ", names);
            talk.say("  " + shorten(path + ": " + shown));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The children of a process, as the kernel lists them: name and state of each. */
    public List<String> children(int pid) {
        List<String> children = Children.of(pid);
        talk.say("  children of " + pid + ":" + (children.isEmpty() ? " (none)" : ""));
        talk.say("  | ", children);
        return children;
    }

    /** A new root file system in the folder: these programs of the machine, all they need. */
    public Path root(String name, String... programs) {
        return RootTree.fromPrograms(
                folder.resolve(name), Arrays.stream(programs).map(Path::of).toList());
    }

    /** A program in a file that needs no other file: it writes one line. */
    public Path program(Path file, String line) {
        StaticProgram.write(file, line);
        return file;
    }

    /** Copies a file of the machine, link or not, to a path in a root; folders are made. */
    public Path copy(String file, Path root) {
        Path copy = root.resolve(file.substring(1));
        try {
            Files.createDirectories(copy.getParent());
            Files.copy(Path.of(file), copy);
        } catch (IOException e) {
            throw new UncheckedIOException("copying " + file + ": " + e.getMessage(), e);
        }
        talk.say("  " + shorten("copied " + file + " to " + copy));
        return copy;
    }

    /** Programs in no namespaces of their own: what every shell starts. */
    public World process() {
        return World.bare(this);
    }

    /** Programs with mounts of their own, and, unless you are root, as root of a user namespace. */
    public World world() {
        return World.own(this);
    }

    /**
     * A call on this thread of the JVM.
     *
     * @return what the kernel returned, or minus errno, or {@link #NOT_MADE}
     */
    public long call(Call call) {
        try {
            long result = LinuxKernel.INSTANCE.call(call);
            talk.say("  " + shorten(call + " = " + result));
            return result;
        } catch (SyscallException e) {
            talk.say("  " + shorten(call + " = -1 " + e.errno() + " (" + e.errno().text() + ")"));
            return -e.errno().number();
        } catch (HostGuard.Refused e) {
            talk.wrapped(String.valueOf(e.getMessage()));
            return NOT_MADE;
        }
    }

    /** Work on a thread that is thrown away, after {@code unshare} of these bits. */
    public <T> T onThread(long unshared, Callable<T> work) throws Exception {
        talk.say("  unshare(" + Family.CLONE.describe(unshared) + ")   (on a thread of its own)");
        return ThrowAwayThread.run(unshared, work);
    }

    /** Does what a call should refuse; says why it was, or is empty when it was not. */
    public Optional<Errno> failing(Callable<?> work) throws Exception {
        try {
            work.call();
            return Optional.empty();
        } catch (SyscallException e) {
            talk.say("  -> " + shorten("-1 " + e.errno() + " (" + e.errno().text() + ")"));
            return Optional.of(e.errno());
        }
    }

    /** Whether the guard of this session let something through; says why if it did not. */
    public boolean refused(Runnable work) {
        try {
            work.run();
            return false;
        } catch (HostGuard.Refused e) {
            talk.wrapped(String.valueOf(e.getMessage()));
            return true;
        }
    }

    /** Ends the lesson. */
    public void end(String goOn) {
        close();
        talk.say("");
        talk.say(asserted + " things were said and seen. Go on: " + goOn);
    }

    /** Ends what still runs, and removes the folder. */
    @Override
    public void close() {
        for (Running each : running) each.close();
        running.clear();
        launcher.close();
        LabFolder.remove(folder);
    }

    Launcher launcher() {
        return launcher;
    }

    void remember(Running started) {
        running.add(started);
    }

    /** Lines of a plan, the folder by a short name. */
    void showPlan(List<String> lines) {
        for (String line : lines) talk.say("  " + shorten(line));
    }

    void showOutput(String text) {
        List<String> lines = text.replace(folder.toString(), "$folder").lines().toList();
        talk.say("  | ", lines.subList(0, Math.min(MOST_LINES, lines.size())));
        int more = lines.size() - MOST_LINES;
        if (more > 0) talk.say("  | (and " + more + " lines more)");
    }

    void showEnd(String end) {
        talk.say("  -> " + end);
    }

    private String shorten(String line) {
        String text = line.replace(folder.toString(), "$folder");
        return text.length() <= WIDTH ? text : text.substring(0, WIDTH - 3) + "...";
    }
}
