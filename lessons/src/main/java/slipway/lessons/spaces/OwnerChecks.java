package slipway.lessons.spaces;

import static slipway.linux.Constants.CLONE_NEWUSER;
import static slipway.linux.Constants.O_RDONLY;
import static slipway.linux.Constants.S_IFREG;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.CannotJudge;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.lessons.spaces.ShiftsOwners.Range;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Fd;
import slipway.linux.SubordinateIds;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;

/** Exercise 2.11: to whom files belong that three users of a container have made. */
public final class OwnerChecks implements Checks {
    private static final int CONTAINER = 20;
    private static final List<Range> SOME = List.of(new Range(100_000, 2));

    @Override
    public void run(Bench bench) {
        bench.check("own", () -> map(bench, true));
        bench.check("all", () -> map(bench, false));
        bench.check("possible", () -> show(bench, false));
        bench.check("disk", () -> show(bench, true));
    }

    /** Who may map what. */
    private record Holder(long uid, List<Range> subordinate) {
        static Holder any() throws Exception {
            List<Range> ranges = new ArrayList<>();
            if (Ground.areRoot()) {
                ThreadLocalRandom random = ThreadLocalRandom.current();
                ranges.add(new Range(500_000 + random.nextInt(9000), 10 + random.nextInt(90)));
                ranges.add(new Range(300_000 + random.nextInt(9000), 100 + random.nextInt(90)));
                ranges.add(new Range(400_000 + random.nextInt(9000), 1));
                return new Holder(30_000 + random.nextInt(9000), ranges);
            }
            for (SubordinateIds.Range each : Realm.ours("subuid")) {
                ranges.add(new Range(each.first(), each.count()));
            }
            return new Holder(Ground.we().uids().effective(), ranges);
        }

        /** Who a user of the container is to be outside. */
        long outside(long inside) {
            if (inside == 0) return uid;
            long left = inside - 1;
            for (Range range : subordinate) {
                if (left < range.count()) return range.first() + left;
                left -= range.count();
            }
            throw new IllegalArgumentException(inside + " is more than there are");
        }

        long count() {
            long count = 1;
            for (Range range : subordinate) count += range.count();
            return count;
        }

        void refuse(List<MapLine> lines) {
            for (MapLine line : lines) {
                boolean isAllowed = line.outside() == uid && line.count() == 1;
                for (Range range : subordinate) {
                    long end = range.first() + range.count();
                    boolean isIn = line.outside() >= range.first() && line.count() > 0;
                    isAllowed |= isIn && line.outside() + line.count() <= end;
                }
                if (!isAllowed) throw refusal(lines, line + " maps ids that are not the user's");
                for (MapLine other : lines) {
                    if (other == line) continue;
                    if (overlap(line.inside(), line.count(), other.inside(), other.count())
                            || overlap(
                                    line.outside(), line.count(), other.outside(), other.count())) {
                        throw refusal(lines, line + " and " + other + " overlap");
                    }
                }
            }
        }

        private static boolean overlap(long first, long count, long other, long otherCount) {
            return first < other + otherCount && other < first + count;
        }

        private NotYet refusal(List<MapLine> lines, String why) {
            return new NotYet("Your lines are " + lines + "; " + why + ".");
        }
    }

    /**
     * @param root whether only its own file is made
     */
    private static void map(Bench bench, boolean root) throws Exception {
        ShiftsOwners learners = bench.learner(ShiftsOwners.class);
        learners.map(1000, SOME);
        Holder holder = Holder.any();
        List<MapLine> lines = learners.map(holder.uid(), holder.subordinate());
        holder.refuse(lines);
        boolean byTool = !Ground.areRoot();
        List<MapLine> groups = byTool ? Realm.any().groups() : lines;
        Realm realm = new Realm(lines, groups, byTool);
        Owners owners = Owners.make(bench, realm);
        List<Long> makers =
                root ? List.of(0L) : List.of(1L, holder.count() / 2, holder.count() - 1);
        for (long maker : makers) {
            if (lines.stream().noneMatch(line -> isIn(line, maker))) {
                throw new NotYet("Your lines are " + lines + ", and " + maker + " is in none.");
            }
            long seen = lines.stream().anyMatch(line -> isIn(line, 0)) ? owners.made(maker) : -1;
            if (seen == -1) throw new NotYet("Your lines are " + lines + ", and 0 is in none.");
            if (seen == holder.outside(maker)) continue;
            throw new NotYet(
                    "The user is "
                            + holder.uid()
                            + ". User "
                            + maker
                            + " of the container has made a file; outside it belongs to "
                            + seen
                            + ", and should to "
                            + holder.outside(maker)
                            + ".");
        }
    }

    private static boolean isIn(MapLine line, long inside) {
        return inside >= line.inside() && inside < line.inside() + line.count();
    }

    private static void show(Bench bench, boolean looks) throws Exception {
        ShiftsOwners learners = bench.learner(ShiftsOwners.class);
        learners.show("/folder", "/target", CONTAINER);
        if (!Ground.areRoot()) {
            throw new CannotJudge("only root of the machine can make ID-mapped mounts");
        }
        Realm realm = Realm.any();
        Steady nothing = Steady.ours(List.of());
        try (Child container =
                        nothing.start(
                                bench, realm.launch(List.of(Ground.visible())), List.of(), true);
                Fd users = Fd.open("/proc/" + container.pid() + "/ns/user", O_RDONLY, 0)) {
            Shelf shelf = Shelf.make(bench);
            shelf.requirePossible(users);
            Steady show =
                    Steady.of("show", learners.show(shelf.folder(), shelf.target(), CONTAINER));
            List<Long> makers = new ArrayList<>();
            for (MapLine line : realm.users()) makers.add(Realm.someone(line));
            List<Step> last = looks ? shelf.use(makers) : List.of();
            try (Child child = show.start(bench, shelf.launch(users), last, true)) {
                if (looks) shelf.compare(child, makers);
            }
        }
    }

    /** A folder on a file system of its own, and a place where it is to be shown. */
    private record Shelf(Bench bench, String disk) {
        static Shelf make(Bench bench) throws Exception {
            Path disk = Files.createTempDirectory(bench.scratch().toRealPath(), "disk");
            return new Shelf(bench, disk.toString());
        }

        String folder() {
            return disk + "/folder";
        }

        String target() {
            return disk + "/target";
        }

        Launch launch(Fd users) {
            List<Step> steps =
                    List.of(
                            Steps.umask(0),
                            Steps.mount("tmpfs", disk, 0, "mode=755"),
                            Steps.mkdir(folder(), 0777),
                            Steps.mkdir(target(), 0755));
            return Ground.apart(0, steps).withFds(new TreeMap<>(Map.of(CONTAINER, users)));
        }

        void requirePossible(Fd users) {
            Steady known =
                    Steady.ours(
                            List.of(
                                    Steps.openTree(folder(), "tree"),
                                    Steps.idMapped("tree", CONTAINER),
                                    Steps.moveMount("tree", target())));
            try {
                known.start(bench, launch(users), List.of(), true).close();
            } catch (NotYet e) {
                throw new CannotJudge("this kernel maps no ids on a tmpfs: " + e.getMessage());
            }
        }

        /** Each of the container's users makes a file where the folder is shown. */
        List<Step> use(List<Long> makers) {
            List<Step> steps = new ArrayList<>();
            steps.add(Steps.open(target(), "shown"));
            steps.add(Steps.setns(CONTAINER, CLONE_NEWUSER));
            steps.add(Steps.setresgid(0, 0, 0));
            steps.add(Steps.setresuid(0, 0, 0));
            for (long maker : makers) {
                steps.add(Steps.setresuid(-1, maker, -1));
                steps.add(
                        Step.call(
                                "make a file",
                                Call.of(
                                        Syscall.MKNODAT,
                                        Arg.result("shown"),
                                        Arg.text("by-" + maker),
                                        Arg.num(S_IFREG | 0600),
                                        Arg.num(0))));
                steps.add(Steps.setresuid(-1, 0, -1));
            }
            return steps;
        }

        void compare(Child child, List<Long> makers) throws Exception {
            Path seen = Path.of("/proc/" + child.pid() + "/root" + folder());
            List<Object> owners = new ArrayList<>();
            for (long maker : makers) {
                Path file = seen.resolve("by-" + maker);
                boolean isThere = Files.exists(file);
                owners.add(
                        isThere
                                ? ((Number) Files.getAttribute(file, "unix:uid")).longValue()
                                : "-");
            }
            if (owners.equals(new ArrayList<Object>(makers))) return;
            throw new NotYet(
                    "Users "
                            + makers
                            + " of the container made a file each at the target. On the disk the"
                            + " files belong to "
                            + owners
                            + ".");
        }
    }
}
