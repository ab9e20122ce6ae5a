package slipway.lessons.jail;

import static slipway.linux.Constants.MS_SHARED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.world.Answer;
import slipway.lessons.world.World;
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
        String told = place.world().told(place.answer(), Ways.tell("/mark"));
        if (!told.equals(place.mark())) {
            throw new NotYet(
                    "In the folder is a file named mark. After your steps, /mark was not there.");
        }
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
            if (place.world().probe(place.answer(), Ways.at(mount + place.secret())).isEmpty()) {
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
