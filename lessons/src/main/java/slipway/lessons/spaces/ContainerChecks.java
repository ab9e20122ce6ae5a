package slipway.lessons.spaces;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWPID;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.NamesHosts.Field;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Family;
import slipway.linux.NamespaceLink;
import slipway.linux.ProcStatus;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 2.4: a container is started by the learner's launch, and looked at from all sides. */
public final class ContainerChecks implements Checks {
    private static final String UP = "../".repeat(32);

    /** What is to be found out about one container. */
    private interface Look {
        void at(Box box) throws IOException;
    }

    @Override
    public void run(Bench bench) {
        bench.check("ordinary", () -> ordinary(bench));
        bench.check("first", () -> look(bench, ContainerChecks::first));
        bench.check("machine", () -> look(bench, ContainerChecks::machine));
        bench.check("root", () -> look(bench, ContainerChecks::root, ContainerChecks::dance));
        bench.check("proc", () -> look(bench, ContainerChecks::proc));
        bench.check("name", () -> look(bench, ContainerChecks::name));
        bench.check("runs", () -> look(bench, ContainerChecks::runs));
    }

    /** Each look at a container of its own, for it is made by looking. */
    private static void look(Bench bench, Look... looks) throws Exception {
        try {
            for (Look look : looks) {
                try (Box box = Box.of(bench, bench.learner(StartsContainers.class)::launch)) {
                    look.at(box);
                }
            }
        } catch (NotYet e) {
            requireProc(World.of(bench), bench);
            throw e;
        }
    }

    /** Where the host's own /proc is covered in parts, the kernel lets no user mount another. */
    private static void requireProc(World world, Bench bench) throws IOException {
        String proc = Files.createTempDirectory(bench.scratch(), "proc").toString();
        Optional<StepFailed> failed = world.probe(Answer.NOTHING, Steps.mount("proc", proc, 0, ""));
        if (failed.isPresent()) {
            throw new CannotJudge("no /proc can be mounted here: " + failed.get().getMessage());
        }
    }

    /** Only whether /proc is mounted when it is too late for them; the rest is for later checks. */
    private static void ordinary(Bench bench) throws Exception {
        try (Box box = Box.of(bench, bench.learner(StartsContainers.class)::launch)) {
            Optional<StepFailed> failed = failure(box);
            // Without processes of one's own it is refused for another reason: the next check.
            if (failed.isEmpty() || !box.answer().makes(CLONE_NEWPID)) return;
            requireProc(World.of(bench).inUserNamespace(), bench);
            throw new NotYet(
                    "For an ordinary user, who is root in a user namespace only, your step "
                            + (failed.get().call() + " failed with EPERM."));
        }
    }

    /** The mount that is refused to an ordinary user. */
    private static Optional<StepFailed> failure(Box box) throws IOException {
        try {
            box.world().inUserNamespace().probe(box.answer().steps());
            return Optional.empty();
        } catch (NotYet e) {
            if (!(e.getCause() instanceof StepFailed failed)) return Optional.empty();
            boolean mount = failed.call().syscall() == Syscall.MOUNT;
            return mount && failed.errno() == Errno.EPERM ? Optional.of(failed) : Optional.empty();
        }
    }

    private static void first(Box box) throws IOException {
        int ours = ProcStatus.ofPid(ProcessHandle.current().pid()).pids().size();
        try (Child child = box.world().hold(box.answer().steps())) {
            List<Integer> pids = ProcStatus.ofPid(child.pid()).pids();
            if (pids.size() > ours && pids.get(pids.size() - 1) == 1) return;
            throw new NotYet(
                    "The line NSpid in the status of your process has "
                            + pids
                            + ": it is number 1 nowhere."
                            + (isWhereItsChildrenWillBe(child.pid())
                                    ? ""
                                    : " Only its next child would be, in another namespace."));
        }
    }

    private static boolean isWhereItsChildrenWillBe(int pid) throws IOException {
        NamespaceLink its = NamespaceLink.ofPid(pid, "pid");
        try {
            return NamespaceLink.ofPid(pid, "pid_for_children").equals(its);
        } catch (NoSuchFileException e) {
            return false; // as long as nobody is in there
        }
    }

    /** A machine's own mounts are as they were. */
    private static void machine(Box box) throws IOException {
        if (box.answer().makes(CLONE_NEWNS)) return;
        Answer steps = box.answer().steps();
        try (Child child = box.world().hold(steps, Kept.toMounts(Box.OUTSIDE))) {
            Looked outside = Looked.at(child.pid());
            if (Files.exists(outside.inside("/" + box.mark()))) {
                throw new NotYet(
                        "After your steps the folder is / for everybody in the mount namespace"
                                + " that the process was started in: on your machine, for you.");
            }
            Path proc = outside.inside(box.root() + "/proc/self");
            if (Files.exists(proc, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotYet(
                        "After your steps, outside too, a /proc is mounted in " + box.root() + ".");
            }
        }
    }

    private static void root(Box box) throws IOException {
        try (Child child = box.world().hold(box.answer().steps())) {
            Looked process = Looked.at(child.pid());
            if (!process.is("root", box.root())) {
                throw new NotYet(
                        "The folder is "
                                + (box.root() + ". After your steps /proc/PID/root leads to ")
                                + (process.link("root") + "."));
            }
        }
    }

    /** The way out of 1.4 that leads out of a root which only chroot has changed. */
    private static void dance(Box box) throws IOException {
        Step[] dance = {
            Steps.mkdir("out", 0755),
            Steps.chroot("out"),
            Steps.chdir(UP),
            Steps.chroot("."),
            open(box.secret().toString())
        };
        if (box.world().probe(box.answer().steps(), dance).isEmpty()) {
            throw new NotYet(
                    "After your steps the dance of 1.4 led out: a second chroot, many ../, and a"
                            + " secret of the machine was open.");
        }
    }

    private static Step open(String path) {
        Call call =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(O_RDONLY, Family.OPEN),
                        Arg.mode(0));
        return Step.call("open " + path, call);
    }

    private static void proc(Box box) throws IOException {
        try (Child child = box.world().hold(box.answer().steps())) {
            Path proc = Looked.at(child.pid()).inside("/proc");
            Set<Integer> seen = new TreeSet<>();
            if (Files.isDirectory(proc)) {
                try (DirectoryStream<Path> all = Files.newDirectoryStream(proc, "[0-9]*")) {
                    for (Path each : all) seen.add(Integer.valueOf(each.getFileName().toString()));
                }
            }
            if (seen.equals(Set.of(1))) return;
            throw new NotYet(
                    "One process is in the container, and it is number 1 there. Its /proc shows "
                            + (seen.size() + " processes."));
        }
    }

    private static void name(Box box) throws IOException {
        Uname seen = new Uname(box.world().told(box.answer().steps(), Uname.inAndOut()));
        String told = seen.inside(Field.NODENAME);
        if (told.equals(box.name())) return;
        throw new NotYet(
                "The name is to be "
                        + (box.name() + ". In the container uname(2) told '" + told)
                        + ("', outside '" + seen.outside(Field.NODENAME) + "'."));
    }

    private static void runs(Box box) throws IOException {
        LaunchAnswer answer = box.answer();
        try (Child child = box.world().start(answer.steps(), Box.PROGRAM, answer.fds())) {
            ExitStatus end = child.await();
            String told = Files.readString(box.told());
            if (end.equals(ExitStatus.exited(0)) && told.equals(box.word())) return;
            throw new NotYet(
                    "The program says "
                            + (box.word() + " and ends with 0. It ended: " + end)
                            + (". Its standard output, which you were given, has '" + told + "'."));
        } catch (StepFailed e) {
            throw new NotYet("The program could not be executed: " + e.errno() + ".");
        }
    }
}
