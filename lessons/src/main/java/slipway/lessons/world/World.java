package slipway.lessons.world;

import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.O_CREAT;
import static slipway.linux.Constants.O_RDWR;
import static slipway.linux.Constants.O_TRUNC;
import static slipway.linux.Constants.O_WRONLY;
import static slipway.linux.Constants.PR_SET_DUMPABLE;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.Stage;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.plan.Exec;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/**
 * Where a learner's steps are done: by a process in a mount namespace of its own, so that no step
 * can reach the machine, and in a user namespace if we are not root. An effect.
 *
 * @param asUser in a user namespace even if we are root
 * @param namespaces bits of {@code CLONE_NEW*} that the process is made with besides; at first a
 *     PID namespace
 * @param before our own steps ahead of the learner's
 * @param fds what is open besides 0, 1 and 2
 */
public record World(
        Stage stage, boolean asUser, long namespaces, List<Step> before, Map<Integer, Fd> fds) {
    private static final String PROBE = "probe";
    private static final String RUN = "run";

    public World {
        before = List.copyOf(before);
        fds = Map.copyOf(fds);
    }

    public static World of(Stage stage) {
        return new World(stage, false, CLONE_NEWPID, List.of(Steps.umask(0)), Map.of());
    }

    /** What an ordinary user has. */
    public World inUserNamespace() {
        return new World(stage, true, namespaces, before, fds);
    }

    /** Made with these namespaces, and with no others but the two that keep it apart. */
    public World madeWith(long flags) {
        return new World(stage, asUser, flags, before, fds);
    }

    public World after(Step... steps) {
        List<Step> all = new ArrayList<>(before);
        all.addAll(List.of(steps));
        return new World(stage, asUser, namespaces, all, fds);
    }

    public World withOpen(int number, Fd fd) {
        Map<Integer, Fd> all = new TreeMap<>(fds);
        all.put(number, fd);
        return new World(stage, asUser, namespaces, before, all);
    }

    /** What a program wrote to 1 and 2, and how it ended. */
    public record Ran(ExitStatus end, String output) {}

    /**
     * Does the learner's steps and then ours.
     *
     * @return the one of ours that failed, if one did
     * @throws NotYet if one of the learner's failed
     */
    public Optional<StepFailed> probe(Answer learners, Step... ours) throws IOException {
        List<Step> probes = new ArrayList<>(List.of(ours));
        probes.add(Steps.exit(0));
        try (Stdio stdio = new Stdio(PROBE);
                Child child = begin(learners, probes, stdio.fds(), false)) {
            ExitStatus end = child.await();
            if (end.equals(ExitStatus.exited(0))) return Optional.empty();
            throw new NotYet("The process ended in the middle of your steps: " + end + ".");
        } catch (StepFailed e) {
            return Optional.of(e);
        }
    }

    /** Does the learner's steps, then ours, and returns what ours wrote to 1. */
    public String told(Answer learners, Step... ours) throws IOException {
        if (probe(learners, ours).isPresent()) return "";
        return Files.readString(stage.scratch().resolve(PROBE));
    }

    /** Does the learner's steps, then ours, and waits, so that one can look at the process. */
    public Child hold(Answer learners, Step... ours) throws IOException {
        List<Step> last = new ArrayList<>(List.of(ours));
        last.add(visible());
        try (Stdio stdio = new Stdio("held")) {
            return begin(learners, last, stdio.fds(), true);
        }
    }

    /** The kit makes its processes invisible; this lets their owner look. */
    public static Step visible() {
        Arg zero = Arg.num(0);
        Arg dumpable = Arg.flag(PR_SET_DUMPABLE, Family.PRCTL);
        Call look = Call.of(Syscall.PRCTL, dumpable, Arg.num(1), zero, zero, zero);
        return Step.call("let the kit look", look);
    }

    /**
     * Does the learner's steps and becomes a program, which runs until it is closed.
     *
     * @throws StepFailed if it cannot be executed
     */
    public Child start(Answer learners, Exec program) throws IOException {
        try (Stdio stdio = new Stdio(RUN)) {
            return begin(learners, List.of(program), stdio.fds(), false);
        }
    }

    /**
     * The same, with these descriptors and no others.
     *
     * @throws StepFailed if it cannot be executed
     */
    public Child start(Answer learners, Exec program, Map<Integer, Fd> open) {
        return begin(learners, List.of(program), open, false);
    }

    /**
     * Does the learner's steps, becomes a program, and waits for its end.
     *
     * @throws StepFailed if it cannot be executed
     */
    public Ran run(Answer learners, Exec program) throws IOException {
        try (Child child = start(learners, program)) {
            ExitStatus end = child.await();
            return new Ran(end, Files.readString(stage.scratch().resolve(RUN)));
        }
    }

    /**
     * @throws StepFailed if one of ours fails
     */
    private Child begin(Answer learners, List<Step> ours, Map<Integer, Fd> open, boolean holds) {
        Launch launch = launch(learners, ours, open);
        try {
            return holds ? stage.launcher().startHolder(launch) : stage.launcher().start(launch);
        } catch (StepFailed e) {
            for (Step step : ours) if (step == e.step()) throw e;
            throw blame(learners, e);
        } catch (SyscallException e) {
            throw new CannotJudge("no process could be made here: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new NotYet("No program can be made of your steps: " + e.getMessage());
        }
    }

    private RuntimeException blame(Answer learners, StepFailed e) {
        if (learners.has(e.step())) {
            NotYet notYet = new NotYet("Your step " + e.call() + " failed with " + e.errno() + ".");
            notYet.initCause(e);
            return notYet;
        }
        return new CannotJudge("no such process could be made here: " + e.getMessage());
    }

    private Launch launch(Answer learners, List<Step> last, Map<Integer, Fd> open) {
        List<Step> all = new ArrayList<>(before);
        all.addAll(learners.steps());
        all.addAll(last);
        Launch launch = asUser ? Apart.asUser(all) : Apart.of(all);
        return launch.withNamespaces(launch.namespaces() | namespaces).withFds(open);
    }

    /** Nothing to read, and a file of the scratch folder to write to. */
    private final class Stdio implements AutoCloseable {
        final Fd in = Fd.open("/dev/null", O_RDWR, 0);
        final Fd out;

        Stdio(String file) {
            String path = stage.scratch().resolve(file).toString();
            out = Fd.open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        }

        /** These, and what is open besides. */
        Map<Integer, Fd> fds() {
            Map<Integer, Fd> all = new TreeMap<>(fds);
            all.putAll(Map.of(0, in, 1, out, 2, out));
            return all;
        }

        @Override
        public void close() {
            in.close();
            out.close();
        }
    }
}
