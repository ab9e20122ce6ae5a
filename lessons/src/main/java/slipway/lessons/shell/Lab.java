package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slipway.jail.RootTree;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.LinuxKernel;
import slipway.linux.SyscallException;
import slipway.linux.ThrowAwayThread;
import slipway.plan.launch.Launcher;

/**
 * What a lesson is written with: it tells, asks, runs programs in prepared worlds, and says what
 * must have been seen. All of it is plain Java, so a lesson also runs in {@code jshell} itself.
 */
public final class Lab implements AutoCloseable {
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
        talk.say("  Not shown here: " + what + ", because " + reason + ".");
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

    /** The names in a folder, in order. */
    public List<String> names(String path) {
        try (Stream<Path> all = Files.list(Path.of(path))) {
            List<String> names =
                    all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
            talk.say("  " + shorten(path + ": " + String.join(" ", names)));
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A new root file system in the folder: these programs of the machine, all they need. */
    public Path root(String name, String... programs) {
        return RootTree.fromPrograms(
                folder.resolve(name), Arrays.stream(programs).map(Path::of).toList());
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
     * @return what the kernel returned, or minus errno
     */
    public long call(Call call) {
        try {
            long result = LinuxKernel.INSTANCE.call(call);
            talk.say("  " + shorten(call + " = " + result));
            return result;
        } catch (SyscallException e) {
            talk.say("  " + shorten(call + " = -1 " + e.errno() + " (" + e.errno().text() + ")"));
            return -e.errno().number();
        }
    }

    /** Work on a thread that is thrown away, after {@code unshare} of these bits. */
    public <T> T onThread(long unshared, Callable<T> work) throws Exception {
        talk.say("  unshare(" + Family.CLONE.describe(unshared) + ")   (on a thread of its own)");
        return ThrowAwayThread.run(unshared, work);
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
        List<String> lines = text.lines().toList();
        int most = 24;
        talk.say("  | ", lines.subList(0, Math.min(most, lines.size())));
        if (lines.size() > most) talk.say("  | (and " + (lines.size() - most) + " lines more)");
    }

    void showEnd(String end) {
        talk.say("  -> " + end);
    }

    private String shorten(String line) {
        String text = line.replace(folder.toString(), "$folder");
        return text.length() <= 78 ? text : text.substring(0, 75) + "...";
    }
}
