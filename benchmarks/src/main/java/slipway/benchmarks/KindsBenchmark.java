package slipway.benchmarks;

import static slipway.linux.Constants.O_RDWR;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.linux.Fd;
import slipway.linux.IdMap;
import slipway.namespaces.IdMapPlanner;
import slipway.namespaces.IdMaps;
import slipway.namespaces.Namespace;
import slipway.namespaces.NamespacePlanner;
import slipway.namespaces.TimeOffsets;
import slipway.plan.Plan;
import slipway.plan.Steps;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * What each kind of namespace adds to the start and the end of a process that does nothing else, in
 * a warm JVM and in alternation. Started by {@code benchmarks/kinds}.
 */
public final class KindsBenchmark {
    private static final String FLOOR = "none";

    private KindsBenchmark() {}

    /**
     * @param args a scratch directory, and then the words of {@link Options}
     */
    public static void main(String[] args) {
        String[] words = List.of(args).subList(1, args.length).toArray(new String[0]);
        Options options = Options.parse(words, Optional.ofNullable(System.getenv("ONLY")));
        try (Launcher launcher = new Launcher();
                Fd nothing = Fd.open("/dev/null", O_RDWR, 0)) {
            List<Contender> rows = rows(options, launcher, nothing);
            for (int i = 0; i < options.warmUp(); i++) rows.get(i % rows.size()).run();
            Others others = new Others();
            Map<String, double[]> times =
                    new Rounds(rows, options.seed()).run(options.rounds(), round -> {});
            print(options.command("benchmarks/kinds"), others.share(), times);
        }
    }

    private static List<Contender> rows(Options options, Launcher launcher, Fd nothing) {
        List<Contender> rows = new ArrayList<>();
        add(rows, options, launcher, nothing, FLOOR, EnumSet.noneOf(Namespace.class));
        for (Namespace kind : Namespace.values()) {
            add(rows, options, launcher, nothing, kind.procName(), EnumSet.of(kind));
        }
        Set<Namespace> usual = EnumSet.complementOf(EnumSet.of(Namespace.USER, Namespace.TIME));
        add(rows, options, launcher, nothing, "usual-six", usual);
        Set<Namespace> rootless = EnumSet.complementOf(EnumSet.of(Namespace.TIME));
        add(rows, options, launcher, nothing, "seven", rootless);
        Set<Namespace> quick = EnumSet.copyOf(rootless);
        quick.remove(Namespace.NET);
        add(rows, options, launcher, nothing, "seven-but-net", quick);
        add(rows, options, launcher, nothing, "all", EnumSet.allOf(Namespace.class));
        return rows;
    }

    private static void add(
            List<Contender> rows,
            Options options,
            Launcher launcher,
            Fd nothing,
            String name,
            Set<Namespace> kinds) {
        if (!options.wants(name)) return;
        Plan inside = Plan.of(Steps.exit(0));
        if (kinds.contains(Namespace.CGROUP)) {
            inside = NamespacePlanner.ownCgroupView().then(inside);
        }
        if (kinds.contains(Namespace.TIME)) {
            inside = NamespacePlanner.ownClocks(TimeOffsets.NONE).then(inside);
        }
        Launch launch =
                Launch.of(inside)
                        .outlivingUs()
                        .withNamespaces(Namespace.cloneFlags(kinds))
                        .withFds(Map.of(0, nothing, 1, nothing, 2, nothing));
        if (kinds.contains(Namespace.USER)) {
            IdMap ids = IdMap.of(0, 0, 65_536);
            launch =
                    launch.withWhileCloned(IdMapPlanner.map(new IdMaps(ids, ids), true))
                            .withIdentity(IdMapPlanner.becomeRoot(true));
        }
        rows.add(new Start(name, launcher, launch));
    }

    /** One start, until the process has been reaped. */
    private record Start(String name, Launcher launcher, Launch launch) implements Contender {
        @Override
        public String shown() {
            return name;
        }

        @Override
        public long run() {
            long begin = System.nanoTime();
            try (Child child = launcher.start(launch)) {
                int status = child.await().shellCode();
                if (status != 0) throw new IllegalStateException(name + " ended with " + status);
                return System.nanoTime() - begin;
            }
        }

        @Override
        public void close() {}
    }

    private static void print(String command, double others, Map<String, double[]> times) {
        System.out.println("# What each kind of namespace costs\n");
        System.out.println("    $ " + command + "\n");
        System.out.print(MachineFacts.today() + ". ");
        System.out.print(String.join("; ", MachineFacts.read().values()));
        System.out.printf(
                Locale.ROOT,
                ". A process that ends at once, from the wish until it is reaped, in a warm JVM;"
                        + " others took %.0f %%.%n%n",
                others * 100);
        System.out.println("| namespaces | median ms | min | IQR | more than none |");
        System.out.println("|---|--:|--:|--:|--:|");
        double floor = new Statistics(times.getOrDefault(FLOOR, new double[] {0})).median();
        for (Map.Entry<String, double[]> row : times.entrySet()) {
            Statistics of = new Statistics(row.getValue());
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.2f | %.2f | %.2f | %.2f |%n",
                    row.getKey(),
                    of.median(),
                    of.min(),
                    of.interquartileRange(),
                    of.median() - floor);
        }
    }
}
