package slipway.lessons.ground;

import static slipway.linux.Constants.CLONE_NEWIPC;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.CLONE_NEWUTS;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.linux.Arch;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.linux.SyscallException;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Exec;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.program.ElfImage;
import slipway.plan.program.Program;
import slipway.plan.program.ProgramBuilder;

/**
 * A process to be looked at, in which everything is random: name, root, working directory, a mount,
 * a descriptor of a file outside of its root. It does nothing but wait. An effect.
 */
final class Target implements AutoCloseable {
    static final int OUTSIDE = 7;

    final Path root;
    final String name = word();
    final String cwd = word();
    final String mount = word();
    final Path secret;
    private final Child child;

    Target(Bench bench) throws IOException {
        root = Files.createDirectory(bench.scratch().resolve(word()));
        Files.createDirectory(root.resolve(cwd));
        Files.createDirectory(root.resolve(mount));
        File program = Files.write(root.resolve(name), sleeper()).toFile();
        if (!program.setExecutable(true)) throw new CannotJudge(program + " cannot be run");
        secret = bench.file(word(), "outside");
        child = start(bench);
    }

    int pid() {
        return child.pid();
    }

    private Child start(Bench bench) {
        Launch launch = Launch.of(inside());
        long namespaces = CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC;
        long uid = id("unix:uid");
        if (uid != 0) {
            namespaces |= CLONE_NEWUSER;
            launch =
                    launch.withWhileCloned(IdMapPlanner.mapOnly(uid, id("unix:gid")))
                            .withIdentity(IdMapPlanner.becomeRoot(false));
        }
        try (Fd nothing = Fd.open("/dev/null", Constants.O_RDWR, 0);
                Fd file = Fd.open(secret.toString(), Constants.O_RDONLY, 0)) {
            return bench.launcher()
                    .start(
                            launch.withNamespaces(namespaces)
                                    .withFds(
                                            Map.of(
                                                    0, nothing, 1, nothing, 2, nothing, OUTSIDE,
                                                    file)));
        } catch (StepFailed | SyscallException e) {
            throw new CannotJudge("no process to look at could be made here: " + e.getMessage());
        }
    }

    private Plan inside() {
        return Plan.of(
                Step.call(
                        "keep mounts to ourselves",
                        mount("none", "/", "none", MS_REC | MS_PRIVATE)),
                Step.call(
                        "mount something",
                        mount("tmpfs", root.resolve(mount).toString(), "tmpfs", 0)),
                Step.call("have another root", Call.of(Syscall.CHROOT, Arg.text(root.toString()))),
                Step.call("stand somewhere", Call.of(Syscall.CHDIR, Arg.text("/" + cwd))),
                Exec.search(List.of("/" + name), List.of(), ""));
    }

    private static Call mount(String source, String target, String type, long flags) {
        return Call.of(
                Syscall.MOUNT,
                Arg.text(source),
                Arg.text(target),
                Arg.text(type),
                Arg.flag(flags, Family.MOUNT),
                Arg.NULL);
    }

    /** A static program of our own: whatever root it is in, it needs nothing there. */
    private static byte[] sleeper() {
        Arch arch = Arch.current();
        ProgramBuilder out = new ProgramBuilder(arch);
        Call wait = Call.of(Syscall.PPOLL, Arg.NULL, Arg.num(0), Arg.NULL, Arg.NULL);
        out.call(Step.call("wait", wait), wait);
        out.bind(out.onFailure());
        Call exit = Call.of(Syscall.EXIT_GROUP, Arg.num(0));
        out.call(Step.call("end", exit), exit);
        Program program = out.build();
        return new ElfImage(arch).of(program);
    }

    private static long id(String attribute) {
        try {
            return ((Integer) Files.getAttribute(Path.of("/proc/self"), attribute)).longValue();
        } catch (IOException e) {
            throw new CannotJudge("/proc is not there: " + e.getMessage());
        }
    }

    private static String word() {
        return "w" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 30), 36);
    }

    @Override
    public void close() {
        child.close();
    }
}
