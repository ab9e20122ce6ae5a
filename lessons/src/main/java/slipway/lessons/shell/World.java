package slipway.lessons.shell;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_APPEND;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.O_WRONLY;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.linux.Fd;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.Namespace;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/**
 * What is prepared for a program before it runs. A value: each method that adds something returns
 * another world.
 */
public final class World {
    private static final long NOBODY = 65534;
    private static final String PATH = "/bin:/usr/bin:/sbin:/usr/sbin";

    private final Lab lab;
    private final long namespaces;
    private final List<Step> steps;
    private final Map<Integer, Path> folders;
    private final Identity identity;

    /** Who root inside is outside; {@code mapped} is false if nobody is anybody. */
    private record Identity(long uid, long gid, boolean mapped) {
        static Identity ours() {
            Us us = Us.now();
            return new Identity(us.uid(), us.gid(), true);
        }
    }

    private World(
            Lab lab,
            long namespaces,
            List<Step> steps,
            Map<Integer, Path> folders,
            Identity identity) {
        this.lab = lab;
        this.namespaces = namespaces;
        this.steps = List.copyOf(steps);
        this.folders = Map.copyOf(folders);
        this.identity = identity;
    }

    static World bare(Lab lab) {
        return new World(lab, 0, List.of(), Map.of(), Identity.ours());
    }

    static World own(Lab lab) {
        long namespaces = Us.now().isRoot() ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
        return new World(
                lab, namespaces, List.of(Steps.makePrivate("/")), Map.of(), Identity.ours());
    }

    /** With these namespaces, too. */
    public World in(long more) {
        return new World(lab, namespaces | more, steps, folders, identity);
    }

    /** In a user namespace in which you are root, and outside an ordinary user: you, or nobody. */
    public World asRoot() {
        Us us = Us.now();
        Identity who = us.isRoot() ? new Identity(NOBODY, NOBODY, true) : identity;
        return new World(lab, namespaces | CLONE_NEWUSER, steps, folders, who);
    }

    /** In a user namespace in which no id is mapped. */
    public World asNobody() {
        Identity who = new Identity(NOBODY, NOBODY, false);
        return new World(lab, namespaces | CLONE_NEWUSER, steps, folders, who);
    }

    /** The program's process takes these steps before it becomes the program. */
    public World with(Step... more) {
        return with(List.of(more));
    }

    /** The same of a list, such as an exercise returns. */
    public World with(List<? extends Step> more) {
        List<Step> all = new ArrayList<>(steps);
        all.addAll(more);
        return new World(lab, namespaces, all, folders, identity);
    }

    /** The same of a plan. */
    public World with(Plan plan) {
        return with(plan.steps());
    }

    /**
     * With namespaces of another process, entered in this order. Who is not root enters its user
     * namespace first of all, without which there is none of the others.
     */
    public World enter(Running other, String... kinds) {
        Map<String, String> paths = new LinkedHashMap<>();
        String folder = "/proc/" + other.pid() + "/ns/";
        if (!Us.now().isRoot()) paths.put("user", folder + "user");
        for (String kind : kinds) paths.put(kind, folder + kind);
        return with(Entering.steps(paths));
    }

    /** With namespaces that another process has open, by these numbers. */
    public World enterOpen(Running keeper, Map<String, Integer> numbers) {
        Map<String, String> paths = new LinkedHashMap<>();
        String folder = "/proc/" + keeper.pid() + "/fd/";
        for (Namespace kind : Namespace.values()) {
            Integer number = numbers.get(kind.procName());
            if (number != null) paths.put(kind.procName(), folder + number);
        }
        return with(Entering.steps(paths));
    }

    /** The program finds this file or folder open, by this number. */
    public World open(int number, Path path) {
        Map<Integer, Path> all = new HashMap<>(folders);
        all.put(number, path);
        return new World(lab, namespaces, steps, all, identity);
    }

    /** Runs the program to its end, and shows all of it. */
    public Seen run(String... argv) {
        try (Running program = start(argv)) {
            return program.await();
        } catch (NotStarted e) {
            return e.seen();
        }
    }

    /**
     * Starts the program, and goes on.
     *
     * @throws NotStarted if a step was refused
     */
    public Running start(String... argv) {
        Exec program = Exec.search(List.of(argv), List.of("PATH=" + PATH), PATH);
        Launch launch = launch(program);
        List<String> lines = new ArrayList<>();
        if (namespaces != 0) lines.addAll(launch.cloning().steps().get(0).shown());
        for (Step step : steps) lines.addAll(step.shown());
        lines.add(program.shown().get(0));
        lab.showPlan(lines);
        Path output = lab.folder().resolve("output-" + System.nanoTime());
        Map<Integer, Fd> fds = new HashMap<>();
        try {
            fds.put(0, Fd.open("/dev/null", O_RDONLY, 0));
            Fd out = Fd.open(output.toString(), O_WRONLY | O_APPEND | O_CREAT, 0600);
            fds.put(1, out);
            fds.put(2, out);
            for (Map.Entry<Integer, Path> each : folders.entrySet()) {
                fds.put(each.getKey(), Fd.open(each.getValue().toString(), O_PATH, 0));
            }
            Running running = new Running(lab, lab.launcher().start(launch.withFds(fds)), output);
            lab.remember(running);
            return running;
        } catch (StepFailed e) {
            throw notStarted(e.call() + " = -1 " + e.errno() + " (" + e.errno().text() + ")", e);
        } finally {
            for (Fd each : fds.values()) each.close();
        }
    }

    private NotStarted notStarted(String end, StepFailed failure) {
        lab.showEnd(end.replace(lab.folder().toString(), "$folder"));
        return new NotStarted(new Seen("", end, -1, Optional.of(failure.errno())), failure);
    }

    private Launch launch(Exec program) {
        List<Step> all = new ArrayList<>(steps);
        all.add(program);
        Launch launch = Launch.of(new Plan(all)).withNamespaces(namespaces);
        if ((namespaces & CLONE_NEWUSER) == 0 || !identity.mapped()) return launch;
        return launch.withWhileCloned(IdMapPlanner.mapOnly(identity.uid(), identity.gid()))
                .withIdentity(IdMapPlanner.becomeRoot(false));
    }

    /** A step before the program was refused, or the program itself. */
    public static final class NotStarted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Seen seen;

        NotStarted(Seen seen, Throwable cause) {
            super(cause.getMessage(), cause);
            this.seen = seen;
        }

        Seen seen() {
            return seen;
        }
    }
}
