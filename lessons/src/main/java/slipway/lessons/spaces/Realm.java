package slipway.lessons.spaces;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.CannotJudge;
import slipway.linux.Constants;
import slipway.linux.IdMap;
import slipway.linux.ProcStatus;
import slipway.linux.SubordinateIds;
import slipway.namespaces.IdMapPlanner;
import slipway.plan.Plan;
import slipway.plan.RunTool;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Launch;

/**
 * A user namespace of many ids: any, if we are root; else our own and our subordinate ones. Reading
 * which those are is an effect.
 *
 * @param users lines of its uid_map
 * @param groups lines of its gid_map
 * @param byTool whether it takes newuidmap to write them
 */
record Realm(List<MapLine> users, List<MapLine> groups, boolean byTool) {
    Realm {
        users = List.copyOf(users);
        groups = List.copyOf(groups);
    }

    static Realm any() throws IOException {
        if (Ground.areRoot()) {
            List<MapLine> lines = random();
            return new Realm(lines, lines, false);
        }
        ProcStatus we = Ground.we();
        IdMap users = IdMap.ofOwnAnd(we.uids().effective(), ours("subuid"));
        IdMap groups = IdMap.ofOwnAnd(we.gids().effective(), ours("subgid"));
        return new Realm(lines(users), lines(groups), true);
    }

    /** Three ranges, of which root is in the first. */
    private static List<MapLine> random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long first = 200_000 + random.nextInt(50_000);
        long second = 400_000 + random.nextInt(50_000);
        long third = 300_000 + random.nextInt(50_000);
        return List.of(
                new MapLine(0, first, 100 + random.nextInt(100)),
                new MapLine(1000, second, 500),
                new MapLine(3000 + random.nextInt(1000), third, 2));
    }

    /**
     * Our subordinate ids.
     *
     * @param file subuid or subgid
     */
    static List<SubordinateIds.Range> ours(String file) throws IOException {
        String name = System.getProperty("user.name", "");
        List<SubordinateIds.Range> ranges =
                SubordinateIds.of(Path.of("/etc/" + file))
                        .rangesOf(name, Ground.we().uids().effective());
        if (ranges.isEmpty()) {
            throw new CannotJudge("you have no ids in /etc/" + file + ", and are not root");
        }
        for (String folder : List.of("/usr/bin", "/bin")) {
            if (Files.isExecutable(Path.of(folder, RunTool.NEWUIDMAP))) return ranges;
        }
        throw new CannotJudge("there is no newuidmap here (package uidmap), and you are not root");
    }

    private static List<MapLine> lines(IdMap map) {
        List<MapLine> lines = new ArrayList<>();
        for (IdMap.Range each : map.ranges()) {
            lines.add(new MapLine(each.inside(), each.outside(), each.count()));
        }
        return lines;
    }

    /** Root of the realm does these steps, in a mount and a PID namespace of its own. */
    Launch launch(List<? extends Step> steps) {
        List<Step> all = new ArrayList<>();
        all.add(Steps.makePrivate("/"));
        all.addAll(steps);
        long flags = Constants.CLONE_NEWUSER | Constants.CLONE_NEWNS | Constants.CLONE_NEWPID;
        return Launch.of(new Plan(all))
                .withNamespaces(flags)
                .withWhileCloned(Plan.of(map("uid_map", users), map("gid_map", groups)))
                .withIdentity(IdMapPlanner.becomeRoot(true));
    }

    private Step map(String file, List<MapLine> lines) {
        if (byTool) {
            boolean isUsers = file.equals("uid_map");
            List<String> argv = new ArrayList<>();
            argv.add(isUsers ? RunTool.NEWUIDMAP : RunTool.NEWGIDMAP);
            argv.add("$pid");
            for (MapLine line : lines) argv.addAll(List.of(line.toString().split(" ")));
            return new RunTool(argv, "map ids");
        }
        StringBuilder text = new StringBuilder();
        for (MapLine line : lines) text.append(line).append('\n');
        return Steps.write("/proc/$pid/" + file, text.toString());
    }

    /** The number outside of a user inside, who is in the map. */
    static long outside(List<MapLine> map, long inside) {
        for (MapLine line : map) {
            long offset = inside - line.inside();
            if (offset >= 0 && offset < line.count()) return line.outside() + offset;
        }
        throw new IllegalArgumentException(inside + " is not in " + map);
    }

    /** Somebody of a line, but not its first. */
    static long someone(MapLine line) {
        if (line.count() == 1) return line.inside();
        long most = Math.min(line.count(), 1000);
        return line.inside() + ThreadLocalRandom.current().nextLong(1, most);
    }

    String shown() {
        StringBuilder text = new StringBuilder();
        for (MapLine line : users) text.append(text.length() == 0 ? "" : ", ").append(line);
        return text.toString();
    }
}
