package slipway.lessons.jail;

import static slipway.linux.Constants.MS_RDONLY;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.StaticProgram;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Exec;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 1.4: the learner breaks out of their own jail, and closes one of the holes. */
public final class EscapeChecks implements Checks {
    private static final int SEVERAL = 6;

    private static final Answer KNOWN_WAY =
            new Answer(
                    List.of(
                            Steps.mkdir("known", 0755),
                            Steps.chroot("known"),
                            Steps.chdir("../".repeat(100)),
                            Steps.chroot(".")));

    @Override
    public void run(Bench bench) {
        bench.check("moved", () -> moved(bench));
        bench.check("outside", () -> outside(bench));
        bench.check("secret", () -> secret(bench));
        bench.check("descriptor", () -> descriptor(bench));
        bench.check("sealed", () -> sealed(bench));
    }

    /**
     * An empty folder to be jailed in, deep in the tree, and a secret beside it.
     *
     * @param depths a folder outside, as deep
     */
    private record Scene(Bench bench, Path root, Path depths, Path secret, String word) {
        static Scene in(Bench bench) throws IOException {
            StringBuilder deep = new StringBuilder(Words.random());
            for (int i = 0; i < SEVERAL; i++) deep.append('/').append(Words.random());
            Path outside = Files.createDirectories(bench.scratch().resolve(deep.toString()));
            Path root = Files.createDirectory(outside.resolve(Words.random()));
            Path depths = Files.createDirectory(outside.resolve(Words.random()));
            String word = Words.random();
            Path secret = Files.writeString(outside.resolve(Words.random()), word);
            return new Scene(bench, root, depths, secret, word);
        }

        BreaksOut learner() throws Exception {
            return bench.learner(BreaksOut.class);
        }

        /** The jail, which has to be one, and one that chroot makes. */
        Answer jail() throws Exception {
            Answer jail = Answer.of("jail", learner().jail(root.toString()));
            if (World.of(bench).told(jail, tell()).equals(word)) {
                throw new NotYet("Your jail holds nobody: a file outside can be opened at once.");
            }
            refuseBetter();
            return jail;
        }

        /**
         * Who has learnt more than was asked for in 1.2 would look for a hole that is not there.
         */
        private void refuseBetter() throws Exception {
            Path other = Files.createDirectory(root.resolveSibling(Words.random()));
            Answer jail = Answer.of("jail", learner().jail(other.toString()));
            if (!World.of(bench).told(jail.then(KNOWN_WAY), tell()).equals(word)) {
                throw new NotYet(
                        "Your jail cannot be left in this way; it is more than chroot makes. For"
                                + " this exercise let jail return the steps chroot and chdir.");
            }
        }

        /** Without the folders that make a line too long. */
        String shortened(String path) {
            String outside = String.valueOf(root.getParent());
            return path.replace(root.toString(), "JAIL").replace(outside, "OUTSIDE");
        }

        /** Opens the secret by its path on the machine, and says what is in it. */
        Step[] tell() {
            Do open = (Do) JailChecks.open(secret.toString());
            Call send =
                    Call.of(
                            Syscall.SENDFILE,
                            Arg.num(1),
                            Arg.result("secret"),
                            Arg.NULL,
                            Arg.num(word.length()));
            return new Step[] {open.as("secret"), Step.call("tell it", send)};
        }
    }

    private static Answer bySecondRoot(Scene scene) throws Exception {
        Answer escape = Answer.of("bySecondRoot", scene.learner().bySecondRoot());
        return scene.jail().then(escape);
    }

    private static void moved(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        try (Child child = World.of(bench).hold(bySecondRoot(scene))) {
            if (Looked.at(child.pid()).is("cwd", scene.root())) {
                throw new NotYet(
                        "After the steps of bySecondRoot the process stands where it stood before:"
                                + " /proc/PID/cwd leads to the root of the jail.");
            }
        }
    }

    private static void outside(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        try (Child child = World.of(bench).hold(bySecondRoot(scene))) {
            Path cwd = Path.of(Looked.at(child.pid()).link("cwd"));
            if (!cwd.startsWith(scene.root())) return;
            throw new NotYet(
                    "The process stands in /"
                            + scene.root().relativize(cwd)
                            + " of the jail, not outside of it.");
        }
    }

    private static void secret(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        Answer escape = bySecondRoot(scene);
        if (World.of(bench).told(escape, scene.tell()).equals(scene.word())) return;
        // In another jail: what the steps have made in that one is in their way now.
        Scene again = Scene.in(bench);
        try (Child child = World.of(bench).hold(bySecondRoot(again))) {
            throw nowhere("bySecondRoot", Looked.at(child.pid()), again);
        }
    }

    private static NotYet nowhere(String method, Looked process, Scene scene) {
        String cwd = process.link("cwd");
        String root = process.link("root");
        NotYet seen =
                new NotYet(
                        "After "
                                + method
                                + " the path of the secret, from / on, led nowhere. Now"
                                + " /proc/PID/cwd leads to "
                                + scene.shortened(cwd)
                                + ", and /proc/PID/root to "
                                + scene.shortened(root)
                                + ".");
        boolean isOutside = !Path.of(root).startsWith(scene.root());
        if (!root.equals(cwd) || root.equals("/") || !isOutside) return seen;
        return seen.meaning(
                "You have made this folder your root. It lies outside, but not at the top:"
                        + " go up further before the last chroot.",
                "");
    }

    private static void descriptor(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        int number = ThreadLocalRandom.current().nextInt(3, 60);
        try (Fd open = Fd.open(scene.depths().toString(), O_RDONLY | O_DIRECTORY, 0)) {
            Answer escape = Answer.of("byDescriptor", scene.learner().byDescriptor(number));
            World world =
                    World.of(bench)
                            .after(Steps.mount("tmpfs", scene.root().toString(), MS_RDONLY, ""))
                            .withOpen(number, open);
            Answer both = scene.jail().then(escape);
            if (world.told(both, scene.tell()).equals(scene.word())) return;
            try (Child child = world.hold(both)) {
                throw nowhere("byDescriptor(" + number + ")", Looked.at(child.pid()), scene);
            }
        }
    }

    private static void sealed(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        Path program = StaticProgram.waiting(scene.root().resolve("program"));
        Answer jail = scene.jail().then(Answer.of("seal", scene.learner().seal()));
        Set<Integer> numbers = numbers();
        List<Fd> open = new ArrayList<>();
        try {
            World world = World.of(bench);
            for (int number : numbers) {
                Fd fd = Fd.open(scene.depths().toString(), O_RDONLY | O_DIRECTORY, 0);
                open.add(fd);
                world = world.withOpen(number, fd);
            }
            Exec exec = Exec.search(List.of("/" + program.getFileName()), List.of(), "");
            try (Child child = world.start(jail, exec)) {
                compare(numbers, descriptors(child.pid()));
            }
        } catch (NotYet e) {
            Optional<StepFailed> failed = FailedSteps.of(e);
            if (failed.isEmpty() || !FailedSteps.is(failed.get(), Syscall.CLOSE, Errno.EBADF))
                throw e;
            throw e.meaning("There was no such descriptor: you cannot know the numbers.", "M91");
        } catch (StepFailed e) {
            throw new NotYet("After seal no program could be started: " + e.getMessage());
        } finally {
            for (Fd each : open) each.close();
        }
    }

    private static Set<Integer> numbers() {
        Set<Integer> numbers = new TreeSet<>();
        while (numbers.size() < SEVERAL) {
            numbers.add(ThreadLocalRandom.current().nextInt(3, 200));
        }
        return numbers;
    }

    private static void compare(Set<Integer> given, Set<Integer> seen) {
        if (seen.equals(Set.of(0, 1, 2))) return;
        throw new NotYet(
                "Open before: 0, 1, 2 and, on a folder outside of the jail, "
                        + given
                        + ". Open in the program after seal: "
                        + seen
                        + ".");
    }

    private static Set<Integer> descriptors(int pid) throws IOException {
        Set<Integer> found = new TreeSet<>();
        try (DirectoryStream<Path> all =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path each : all) found.add(Integer.valueOf(each.getFileName().toString()));
        } catch (IOException e) {
            throw new NotYet("After seal there was no process to look at: " + e.getMessage());
        }
        return found;
    }
}
