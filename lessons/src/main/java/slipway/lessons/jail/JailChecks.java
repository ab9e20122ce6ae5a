package slipway.lessons.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 1.2: a process is locked in, looked at from outside, and looks for what is outside. */
public final class JailChecks implements Checks {
    private static final String UP = "../".repeat(40);

    @Override
    public void run(Bench bench) {
        bench.check("possible", () -> possible(bench));
        bench.check("root", () -> root(bench));
        bench.check("cwd", () -> cwd(bench));
    }

    /**
     * A folder to be jailed in, beside a secret; and a process that stands beside both.
     *
     * @param marker the name of the one file in the root
     */
    private record Scene(Path root, String marker, Path secret, World world) {
        static Scene in(Bench bench) throws IOException {
            Path outside = Files.createDirectory(bench.scratch().resolve(Words.random()));
            Path root = Files.createDirectory(outside.resolve(Words.random()));
            String marker = Words.random();
            Files.writeString(root.resolve(marker), marker);
            Path secret = Files.writeString(outside.resolve(Words.random()), Words.random());
            World world = World.of(bench).after(Steps.chdir(outside.toString()));
            return new Scene(root, marker, secret, world);
        }

        Answer answer(Bench bench) throws Exception {
            MakesJails learner = bench.learner(MakesJails.class);
            return Answer.of("enter", learner.enter(root.toString()));
        }
    }

    private static void possible(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        scene.world().probe(scene.answer(bench));
    }

    private static void root(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        Answer answer = scene.answer(bench);
        try (Child child = scene.world().hold(answer)) {
            Looked process = Looked.at(child.pid());
            if (!process.is("root", scene.root())) {
                throw new NotYet(
                        "The folder is "
                                + scene.root()
                                + ". After your steps /proc/PID/root leads to "
                                + process.link("root")
                                + ".");
            }
        }
        if (opens(scene, answer, scene.secret().toString()).isEmpty()) {
            throw new NotYet("After your steps the process opened " + scene.secret() + ".");
        }
        Optional<StepFailed> failed = opens(scene, answer, "/" + scene.marker());
        if (failed.isPresent()) {
            throw new NotYet(
                    "A file of the folder is not there after your steps: "
                            + failed.get().call()
                            + " failed with "
                            + failed.get().errno()
                            + ".");
        }
    }

    private static void cwd(Bench bench) throws Exception {
        Scene scene = Scene.in(bench);
        Answer answer = scene.answer(bench);
        try (Child child = scene.world().hold(answer)) {
            Looked process = Looked.at(child.pid());
            if (process.is("cwd", scene.root())) return;
            String where = process.link("cwd");
            String path = UP + scene.secret().toString().substring(1);
            boolean escaped = opens(scene, answer, path).isEmpty();
            throw new NotYet(
                    "The folder is "
                            + scene.root()
                            + ". After your steps /proc/PID/cwd leads to "
                            + where
                            + "."
                            + (escaped
                                    ? " From there ../../.. led to a file outside of the jail."
                                    : ""));
        }
    }

    /** Empty if it can be opened; if not, why. */
    private static Optional<StepFailed> opens(Scene scene, Answer answer, String path)
            throws IOException {
        return scene.world().probe(answer, open(path));
    }

    static Step open(String path) {
        return Step.call(
                "open " + path,
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(O_RDONLY, Family.OPEN),
                        Arg.mode(0)));
    }
}
