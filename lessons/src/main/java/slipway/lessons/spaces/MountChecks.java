package slipway.lessons.spaces;

import static slipway.linux.Constants.MS_SHARED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.KeepsMounts.Wish;
import slipway.lessons.world.Answer;
import slipway.lessons.world.Looked;
import slipway.lessons.world.Words;
import slipway.lessons.world.World;
import slipway.linux.MountInfo;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/**
 * Exercise 2.3: a process leaves a mount namespace in which all is shared, as on most machines; a
 * file system is mounted on one side, and looked for on the other.
 */
public final class MountChecks implements Checks {
    private static final String OUTSIDE = "the mounts outside";
    private static final String INSIDE = "the mounts inside";

    @Override
    public void run(Bench bench) {
        bench.check("own", () -> own(bench));
        bench.check("quiet", () -> tellsNobody(bench, Wish.APART));
        bench.check("host", () -> host(bench));
        bench.check("deaf", () -> hears(bench, Wish.APART));
        bench.check("hears", () -> hears(bench, Wish.HEAR));
        bench.check("silent", () -> tellsNobody(bench, Wish.HEAR));
    }

    /**
     * A folder to mount on, and a file in what is mounted.
     *
     * @param world whose process keeps {@link #OUTSIDE} before it does the learner's steps
     */
    private record Place(World world, Path folder, String mark) {
        static Place in(Bench bench, boolean isShared) throws IOException {
            Path folder = Files.createTempDirectory(bench.scratch().toRealPath(), "mnt");
            List<Step> before = new ArrayList<>();
            if (isShared) before.add(Steps.propagation("/", MS_SHARED));
            before.add(Kept.mounts(OUTSIDE));
            World world = World.of(bench).after(before.toArray(new Step[0]));
            return new Place(world, folder, Words.random());
        }

        Step mount() {
            return Steps.mount("tmpfs", folder.toString(), 0, "mode=0755");
        }

        Step marked() {
            return Steps.emptyFile(folder + "/" + mark, 0644);
        }

        /** Whether the file is there for a process that does so. */
        boolean shows(Answer answer, Step... ours) throws IOException {
            try (Child child = world.hold(answer, ours)) {
                return Files.exists(Looked.at(child.pid()).inside(folder + "/" + mark));
            }
        }
    }

    private static Answer answer(Bench bench, Wish wish) throws Exception {
        return Answer.of("enter", bench.learner(KeepsMounts.class).enter(wish));
    }

    /** Where nothing is shared, so that only the namespace counts. */
    private static void own(Bench bench) throws Exception {
        Place place = Place.in(bench, false);
        for (Wish wish : Wish.values()) {
            if (isToldOutside(place, answer(bench, wish))) {
                throw new NotYet(
                        told("inside", wish, "a process outside had it, too.")
                                + " (No mount was shared before.)");
            }
        }
    }

    private static void tellsNobody(Bench bench, Wish wish) throws Exception {
        if (isToldOutside(Place.in(bench, true), answer(bench, wish))) {
            throw new NotYet(
                    told("inside", wish, "a process outside had it, too.")
                            + " (All mounts were shared before.)");
        }
    }

    private static boolean isToldOutside(Place place, Answer answer) throws IOException {
        return place.shows(answer, place.mount(), place.marked(), Kept.toMounts(OUTSIDE));
    }

    private static void hears(Bench bench, Wish wish) throws Exception {
        Place place = Place.in(bench, true);
        boolean shown =
                place.shows(
                        answer(bench, wish),
                        Kept.mounts(INSIDE),
                        Kept.toMounts(OUTSIDE),
                        place.mount(),
                        place.marked(),
                        Kept.toMounts(INSIDE));
        if (shown == (wish == Wish.HEAR)) return;
        throw new NotYet(
                told("outside", wish, "the process had it" + (shown ? ", too." : " not.")));
    }

    private static String told(String where, Wish wish, String what) {
        return "After your steps for " + wish + " a tmpfs was mounted " + where + ", and " + what;
    }

    /** What the others have is as it was. */
    private static void host(Bench bench) throws Exception {
        Place place = Place.in(bench, true);
        for (Wish wish : Wish.values()) {
            Answer answer = answer(bench, wish);
            try (Child child = place.world().hold(answer, Kept.toMounts(OUTSIDE))) {
                Optional<MountInfo.Mount> root = MountInfo.ofPid(child.pid()).at("/");
                if (root.isPresent() && root.get().isShared()) continue;
                throw new NotYet(
                        "All mounts outside were shared. After your steps for "
                                + (wish + " the line of / in their mountinfo has ")
                                + root.map(MountInfo.Mount::propagation).orElse(List.of())
                                + ": nobody out there hears of anybody's mounts any more.");
            }
        }
    }
}
