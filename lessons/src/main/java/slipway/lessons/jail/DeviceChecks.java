package slipway.lessons.jail;

import static slipway.linux.Constants.MS_NOSUID;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 1.3: a root is furnished, and looked at while a process is in it. */
public final class DeviceChecks implements Checks {
    private static final Map<String, List<Long>> DEVICES =
            new TreeMap<>(
                    Map.of(
                            "/dev/null", List.of(1L, 3L),
                            "/dev/zero", List.of(1L, 5L),
                            "/dev/full", List.of(1L, 7L),
                            "/dev/random", List.of(1L, 8L),
                            "/dev/urandom", List.of(1L, 9L),
                            "/dev/tty", List.of(5L, 0L)));

    /** Devices of the jail's own: terminals out of a devpts. */
    private static final String OWN = "/dev/(ptmx|console|pts/.*)";

    private static final int FOR_ALL = 0666;
    private static final int STICKY = 01777;

    /** What is to be found out about one root. */
    private interface Look {
        void at(Furnished root) throws IOException;
    }

    @Override
    public void run(Bench bench) {
        bench.check("nodes", () -> nodes(bench));
        bench.check("possible", () -> look(bench, root -> {}));
        bench.check("null", () -> look(bench, DeviceChecks::nothing));
        bench.check("devices", () -> look(bench, DeviceChecks::devices));
        bench.check("only", () -> look(bench, DeviceChecks::only));
        bench.check("proc", () -> look(bench, DeviceChecks::proc));
        bench.check("own", () -> look(bench, DeviceChecks::own));
        bench.check("tmp", () -> look(bench, DeviceChecks::tmp));
    }

    private static void look(Bench bench, Look look) throws Exception {
        Path root = Files.createDirectory(bench.scratch().resolve(Words.random()));
        World world = empty(bench, root);
        Answer answer = answer(bench, root);
        try (Child child = world.hold(answer)) {
            look.at(new Furnished(Looked.at(child.pid())));
        } catch (NotYet e) {
            refuseToJudgeWithoutProc(world, root);
            throw explained(e, answer, root);
        }
    }

    /** Most often it is the order that is wrong, or the jail, and not a mount. */
    private static NotYet explained(NotYet seen, Answer answer, Path root) {
        Optional<StepFailed> failed = FailedSteps.of(seen);
        if (failed.isEmpty()) return seen;
        Syscall syscall = failed.get().call().syscall();
        boolean jails = syscall == Syscall.CHROOT || syscall == Syscall.CHDIR;
        if (jails && failed.get().errno() == Errno.ENOENT) {
            return seen.meaning("If this step is from your Jail of 1.2, check 1.2 first.", "M76");
        }
        boolean outside = FailedSteps.names(failed.get().call(), root.toString());
        if (outside && FailedSteps.isInJail(answer, failed.get())) {
            return seen.meaning(
                    "The door is shut already: this path begins in the jail now.", "M76");
        }
        return seen;
    }

    private static Answer answer(Bench bench, Path root) throws Exception {
        FurnishesRoots learner = bench.learner(FurnishesRoots.class);
        return Answer.of("enter", learner.enter(root.toString()));
    }

    /** A file system of the jail's own: on that of the scratch folder devices may be forbidden. */
    private static World empty(Bench bench, Path root) {
        return World.of(bench).after(Steps.mount("tmpfs", root.toString(), MS_NOSUID, "mode=0755"));
    }

    /** Only whether somebody relies on making devices; other failures are for the next check. */
    private static void nodes(Bench bench) throws Exception {
        Path root = Files.createDirectory(bench.scratch().resolve(Words.random()));
        Answer answer = answer(bench, root);
        try {
            empty(bench, root).inUserNamespace().probe(answer);
        } catch (NotYet e) {
            Optional<StepFailed> failed = FailedSteps.of(e);
            if (failed.isEmpty()) return;
            if (FailedSteps.is(failed.get(), Syscall.MKNODAT, Errno.EPERM)) {
                throw new NotYet(
                        "For an ordinary user, who is root in a user namespace only, your step "
                                + failed.get().call()
                                + " failed with EPERM.");
            }
        }
    }

    /** Where the host's own /proc is covered in parts, the kernel lets no user mount another. */
    private static void refuseToJudgeWithoutProc(World world, Path root) throws IOException {
        String proc = root + "/proc";
        Optional<StepFailed> failed =
                world.probe(
                        Answer.NOTHING, Steps.mkdir(proc, 0755), Steps.mount("proc", proc, 0, ""));
        if (failed.isPresent()) {
            throw new CannotJudge("no /proc can be mounted here: " + failed.get().getMessage());
        }
    }

    private static void nothing(Furnished root) throws IOException {
        String path = "/dev/null";
        Furnished.Node node = there(root, path);
        String word = Words.random();
        Path file = root.process().inside(path);
        try {
            Files.writeString(file, word, StandardOpenOption.WRITE);
            String read = Files.readString(file);
            if (!read.isEmpty()) {
                throw new NotYet(
                        word + " was written to /dev/null. Reading it gave '" + cut(read) + "'.");
            }
        } catch (IOException e) {
            throw new NotYet("/dev/null is " + node.shown() + ". Writing to it failed: " + e);
        }
        right(path, node);
    }

    private static String cut(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    private static void devices(Furnished root) throws IOException {
        for (String path : DEVICES.keySet()) right(path, there(root, path));
    }

    private static Furnished.Node there(Furnished root, String path) throws IOException {
        Optional<Furnished.Node> node = root.node(path);
        if (node.isEmpty()) throw new NotYet("In the jail there is no " + path + ".");
        return node.get();
    }

    private static void right(String path, Furnished.Node node) {
        List<Long> number = DEVICES.getOrDefault(path, List.of());
        boolean same =
                node.isCharacterDevice() && List.of(node.major(), node.minor()).equals(number);
        if (same && (node.permissions() & FOR_ALL) == FOR_ALL) return;
        throw new NotYet(
                path
                        + " is to be the character device "
                        + number.get(0)
                        + ":"
                        + number.get(1)
                        + " (mode 0666). It is "
                        + node.shown()
                        + ".");
    }

    private static void only(Furnished root) throws IOException {
        Set<String> more = root.devicesBelow("/dev");
        more.removeIf(path -> DEVICES.containsKey(path) || path.matches(OWN));
        if (more.isEmpty()) return;
        throw new NotYet(
                "In the jail are "
                        + more.size()
                        + " devices more than the six, such as "
                        + more.iterator().next()
                        + ".");
    }

    private static void proc(Furnished root) throws IOException {
        Path fresh = root.process().inside("/proc/sys/kernel/random/uuid");
        try {
            if (!read(fresh).equals(read(fresh))) return;
            throw new NotYet("/proc/sys/kernel/random/uuid in the jail is the same every time.");
        } catch (NoSuchFileException e) {
            throw new NotYet(
                    "In the jail there is no /proc/sys/kernel/random/uuid, in which each reader"
                            + " finds another number.");
        }
    }

    /** Not readString: such a file answers only the first read, which would be one byte. */
    private static String read(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(256), StandardCharsets.UTF_8);
        }
    }

    private static void own(Furnished root) throws IOException {
        Set<Integer> seen = root.processes();
        if (seen.equals(Set.of(1))) return;
        throw new NotYet(
                "One process is in the jail, and it is number 1 there. Its /proc shows "
                        + seen.size()
                        + " processes.");
    }

    private static void tmp(Furnished root) throws IOException {
        Furnished.Node node = there(root, "/tmp");
        boolean folder = Files.isDirectory(root.process().inside("/tmp"));
        if (folder && node.permissions() == STICKY) return;
        String what = folder ? "a folder" : "no folder";
        throw new NotYet(
                String.format(
                        "/tmp is to be a folder of mode 1777. It is %s of mode %04o.",
                        what, node.permissions()));
    }
}
