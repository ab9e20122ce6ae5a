package slipway.namespaces;

import static org.assertj.core.api.Assertions.assertThat;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import slipway.linux.Fd;
import slipway.linux.NamespaceLink;
import slipway.linux.ProcStatus;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * Processes apart from the host, and what /proc of the host says of them. Each is the first of a
 * PID namespace, so that all that it has started goes with it.
 */
final class Scene implements AutoCloseable {
    /** Whom nobody is; root of the machine lets somebody else be root in a user namespace. */
    static final long NOBODY = 65534;

    private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long PAUSE_MILLIS = 10;

    private final Path said;
    private final Launcher launcher = new Launcher();
    private final List<Child> children = new ArrayList<>();

    /** What its processes print is kept in {@code folder}, which everybody may use from now on. */
    Scene(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:mode", 0777);
        said = folder.resolve("said");
    }

    static ProcStatus us() throws IOException {
        return ProcStatus.ofPid(ProcessHandle.current().pid());
    }

    static boolean isRoot() throws IOException {
        return us().uids().effective() == 0;
    }

    /** Who is root in a user namespace with one user: never the root of the machine. */
    static long somebody() throws IOException {
        return isRoot() ? NOBODY : us().uids().effective();
    }

    static long somebodysGroup() throws IOException {
        return isRoot() ? NOBODY : us().gids().effective();
    }

    /** Below a root that is as good as ours: for an ordinary user, that of a user namespace. */
    static Launch apart(long kinds, Plan inside) throws IOException {
        long all = kinds | CLONE_NEWNS | CLONE_NEWPID;
        Plan whole = Plan.of(Steps.makePrivate("/")).then(inside);
        if (isRoot()) return Launch.of(whole).withNamespaces(all);
        return mapped(all, whole);
    }

    /** In a user namespace, as 0, who is {@link #somebody} outside. */
    static Launch mapped(long kinds, Plan inside) throws IOException {
        return Launch.of(inside)
                .withNamespaces(kinds | CLONE_NEWUSER)
                .withWhileCloned(IdMapPlanner.mapOnly(somebody(), somebodysGroup()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    static Plan shell(String... lines) {
        List<String> argv = List.of("sh", "-c", String.join("\n", lines));
        return Plan.of(Exec.search(argv, List.of("PATH=" + PATH, "LC_ALL=C"), PATH));
    }

    /** Starts it, to be ended with the scene. */
    Child start(Launch launch) {
        try (Fd in = Fd.open("/dev/null", O_RDONLY, 0);
                Fd out = Fd.open(said.toString(), O_WRONLY | O_APPEND | O_CREAT, 0666)) {
            Child child = launcher.start(launch.withFds(Map.of(0, in, 1, out, 2, out)));
            children.add(child);
            return child;
        }
    }

    /** Waits until all processes together have printed so many lines, and no others. */
    List<String> said(int lines) throws IOException {
        eventually(() -> Files.readAllLines(said).size() >= lines);
        assertThat(said).content().hasLineCount(lines);
        return Files.readAllLines(said);
    }

    String said() throws IOException {
        return Files.readString(said);
    }

    /** The number on the host of a process that knows itself as {@code number}. */
    static long pid(Child first, int number) throws IOException {
        NamespaceLink theirs = NamespaceLink.ofPid(first.pid(), "pid");
        for (ProcStatus each : processes()) {
            if (each.pids().get(each.pids().size() - 1) != number) continue;
            if (namespace(each.pid(), "pid").equals(theirs.toString())) return each.pid();
        }
        throw new AssertionError("no process " + number + " in " + theirs);
    }

    /** Those whose parent it is, the oldest first. */
    static List<ProcStatus> children(long parent) throws IOException {
        List<ProcStatus> found = new ArrayList<>();
        for (ProcStatus each : processes()) if (each.parent() == parent) found.add(each);
        return found;
    }

    static List<ProcStatus> processes() throws IOException {
        List<Integer> pids = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) pids.add(Integer.parseInt(each.getFileName().toString()));
        }
        pids.sort(null);
        List<ProcStatus> found = new ArrayList<>();
        for (int pid : pids) {
            try {
                found.add(ProcStatus.ofPid(pid));
            } catch (IOException gone) {
                continue;
            }
        }
        return found;
    }

    /** As its link names it; empty for a process that is gone or nobody's to look at. */
    static String namespace(long pid, String file) {
        try {
            return NamespaceLink.ofPid(pid, file).toString();
        } catch (IOException gone) {
            return "";
        }
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }

    /** Fails if it is not so within half a minute. */
    static void eventually(Callable<Boolean> isSo) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (!isSo.call()) {
                if (System.nanoTime() > end) throw new AssertionError("it has not come to it");
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        for (Child child : children) child.close();
        launcher.close();
    }
}
