package slipway.lessons.jail;

import static slipway.linux.Constants.MS_SHARED;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.NotYet;
import slipway.lessons.jail.PivotsRoots.Refusal;
import slipway.lessons.jail.PivotsRoots.Remedy;
import slipway.lessons.world.Answer;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;

/**
 * Course fact F6: situations in which pivot_root is refused. The learner's remedy is applied, and
 * the kernel says whether it was one. The situations are made on a tmpfs that is the root, so that
 * they are the same on every machine. An effect.
 */
final class Refusals {
    private static final byte[] NO_CAPABILITIES = new byte[24];
    private static final byte[] CAPSET_HEADER = {0x22, 0x05, 0x08, 0x20, 0, 0, 0, 0};

    private final World world;
    private final PivotsRoots learner;

    private Refusals(World world, PivotsRoots learner) {
        this.world = world;
        this.learner = learner;
    }

    static Refusals of(Bench bench) throws Exception {
        // By chroot: in a user namespace pivot_root hands the lock of the machine's root on to the
        // new one, and what is on a locked mount is refused with EINVAL before EBUSY is thought of.
        String stage = Files.createTempDirectory(bench.scratch(), "stage").toString();
        World world =
                World.of(bench)
                        .after(
                                Steps.mount("tmpfs", stage, 0, "mode=755"),
                                Steps.mkdir(stage + "/new", 0755),
                                Steps.mkdir(stage + "/other", 0755),
                                Steps.chroot(stage),
                                Steps.chdir("/"));
        return new Refusals(world, bench.learner(PivotsRoots.class));
    }

    /**
     * A situation.
     *
     * @param steps that lead to it
     * @param root the new root
     * @param capable whether pivot_root is allowed at all
     */
    private record Situation(
            List<Step> steps, String root, boolean isMount, boolean isShared, boolean capable) {
        Refusal refusal(Errno errno, List<Remedy> done) {
            boolean mount = isMount || done.contains(Remedy.BIND_IT_ON_ITSELF);
            boolean shared = isShared && !done.contains(Remedy.MAKE_MOUNTS_PRIVATE);
            return new Refusal(errno, mount, shared);
        }
    }

    void ebusy() throws Exception {
        judge(new Situation(List.of(), "/new", false, false, true));
    }

    void einval() throws Exception {
        Step onItself = Steps.bind("/new", "/new");
        Step shared = Steps.propagation("/", MS_SHARED);
        judge(new Situation(List.of(onItself, shared), "/new", true, true, true));
        Step other = Steps.mount("tmpfs", "/other", 0, "mode=755");
        Step folder = Steps.mkdir("/other/new", 0755);
        judge(new Situation(List.of(other, folder), "/other/new", false, false, true));
        judge(new Situation(List.of(other, folder, shared), "/other/new", false, true, true));
        judge(new Situation(List.of(onItself), "/new", true, false, false));
    }

    /** Asks for remedies until it works, or until one does not help. */
    private void judge(Situation situation) throws Exception {
        List<Remedy> done = new ArrayList<>();
        Optional<Errno> errno = pivot(situation, done);
        if (errno.isEmpty()) {
            throw new CannotJudge("pivot_root is not refused here where others refuse it");
        }
        while (errno.isPresent()) {
            Refusal refusal = situation.refusal(errno.get(), done);
            Remedy remedy = learner.remedy(refusal);
            if (remedy == null) throw new NotYet("remedy returned null for " + refusal + ".");
            boolean isNew = !done.contains(remedy) && remedy != Remedy.TRY_AGAIN;
            done.add(remedy);
            errno = pivot(situation, done);
            if (errno.isPresent() && (!isNew || done.size() == Remedy.values().length)) {
                throw new NotYet(
                        "pivot_root was refused: "
                                + described(refusal)
                                + " Your remedy: "
                                + remedy
                                + ". It was done, and the answer was "
                                + errno.get()
                                + " again.");
            }
        }
    }

    private static String described(Refusal refusal) {
        return refusal.errno()
                + ". The new root was "
                + (refusal.isMount() ? "a" : "no")
                + " mount point, in a mount that was "
                + (refusal.isShared() ? "" : "not ")
                + "shared.";
    }

    /** The errno with which it is refused, if it is. */
    private Optional<Errno> pivot(Situation situation, List<Remedy> done) throws Exception {
        List<Step> steps = new ArrayList<>(situation.steps());
        for (Remedy remedy : done) {
            if (remedy == Remedy.MAKE_MOUNTS_PRIVATE) steps.add(Steps.makePrivate("/"));
            if (remedy == Remedy.BIND_IT_ON_ITSELF) {
                steps.add(Steps.bind(situation.root(), situation.root()));
            }
        }
        if (!situation.capable() && !done.contains(Remedy.GET_THE_CAPABILITY)) steps.add(weaken());
        // By its path, which finds what is mounted there: "." would find what is below.
        steps.add(Steps.chdir(situation.root()));
        steps.add(Steps.pivotRoot(".", "."));
        Optional<StepFailed> failed = world.probe(Answer.NOTHING, steps.toArray(new Step[0]));
        if (failed.isEmpty()) return Optional.empty();
        StepFailed e = failed.get();
        if (e.call().syscall() == Syscall.PIVOT_ROOT) return Optional.of(e.errno());
        throw new CannotJudge("pivot_root cannot be tried here: " + e.getMessage());
    }

    private static Step weaken() {
        return Step.call(
                "give up all capabilities",
                Call.of(
                        Syscall.CAPSET,
                        new Arg.Bytes(CAPSET_HEADER, "{_LINUX_CAPABILITY_VERSION_3, 0}"),
                        new Arg.Bytes(NO_CAPABILITIES, "none")));
    }
}
