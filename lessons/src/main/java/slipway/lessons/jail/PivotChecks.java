package slipway.lessons.jail;

import static slipway.linux.Constants.MS_SHARED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.World;
import slipway.linux.Errno;
import slipway.linux.Syscall;
import slipway.plan.StepFailed;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Exercise 1.6: what is left of the machine for a process that did the learner's steps. */
public final class PivotChecks implements Checks {
    private static final String SECRET = "secret";

    @Override
    public void run(Bench bench) {
        bench.check("root", () -> root(bench));
        bench.check("private", () -> keepsToItself(bench));
        bench.check("old-root", () -> oldRoot(bench));
        bench.check("cwd", () -> cwd(bench));
        bench.check("second-root", () -> secondRoot(bench));
        bench.check("ebusy", () -> Refusals.of(bench).ebusy());
        bench.check("einval", () -> Refusals.of(bench).einval());
    }

    /** A folder to be the root, in a folder where the process stands, and a secret there. */
    private record Place(World world, Path outside, String root, String mark, Answer answer) {
        static Place in(Bench bench) throws Exception {
            Path outside = Files.createTempDirectory(bench.scratch().toRealPath(), "outside");
            Files.writeString(outside.resolve(SECRET), "a secret of the machine");
            Path root = Files.createDirectory(outside.resolve("root"));
            String mark = UUID.randomUUID().toString();
            Files.writeString(root.resolve("mark"), mark);
            Answer answer =
                    Answer.of("enter", bench.learner(PivotsRoots.class).enter(root.toString()));
            World world = World.of(bench).after(Steps.chdir(outside.toString()));
            return new Place(world, outside, root.toString(), mark, answer);
        }

        Path secret() {
            return outside.resolve(SECRET);
        }
    }

    private static void root(Bench bench) throws Exception {
        Place place = Place.in(bench);
        try {
            String told = place.world().told(place.answer(), Ways.tell("/mark"));
            if (told.equals(place.mark())) return;
        } catch (NotYet e) {
            throw explained(e);
        }
        throw new NotYet(
                "In the folder is a file named mark. After your steps, /mark was not there.");
    }

    private static NotYet explained(NotYet seen) {
        Optional<StepFailed> failed = FailedSteps.of(seen);
        if (failed.isEmpty() || !FailedSteps.is(failed.get(), Syscall.UMOUNT2, Errno.EBUSY)) {
            return seen;
        }
        return seen.meaning(
                "The old root is in use, at least by what is mounted below it: see"
                        + " Steps.detach.",
                "");
    }

    /** As many machines have it; the copy tells only itself. */
    private static void keepsToItself(Bench bench) throws Exception {
        Place place = Place.in(bench);
        place.world().after(Steps.propagation("/", MS_SHARED)).probe(place.answer());
    }

    private static void secondRoot(Bench bench) throws Exception {
        Place place = Place.in(bench);
        if (place.world().probe(place.answer(), Ways.bySecondRoot(place.secret())).isEmpty()) {
            throw new NotYet(
                    "After your steps: mkdir(\"out\"), chroot(\"out\"), chdir(\"../../..\") and"
                            + " chroot(\".\") led out, and a secret of the machine could be read.");
        }
    }

    private static void oldRoot(Bench bench) throws Exception {
        Place place = Place.in(bench);
        List<String> mounts;
        try (Child inJail = place.world().hold(place.answer())) {
            mounts = Ways.oldRoots(inJail);
        }
        for (String mount : mounts) {
            // In a fresh folder: what the steps have made in that one would be in their way now.
            Place again = Place.in(bench);
            if (again.world().probe(again.answer(), Ways.at(mount + again.secret())).isEmpty()) {
                throw new NotYet(
                        "After your steps the old root is still there, at "
                                + mount
                                + ": a secret of the machine could be opened below it. The process"
                                + " sees "
                                + (mounts.size() + 1)
                                + " mounts.");
            }
        }
    }

    private static void cwd(Bench bench) throws Exception {
        Place place = Place.in(bench);
        if (place.world().probe(place.answer(), Ways.byRelativePath(place.secret())).isEmpty()) {
            throw new NotYet(
                    "After your steps a path that begins with ../ and not with / led to a secret of"
                            + " the machine.");
        }
    }
}
