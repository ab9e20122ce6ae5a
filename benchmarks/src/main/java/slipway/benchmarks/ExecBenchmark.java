package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import slipway.testkit.TestRoots;

/**
 * How long one more process in a container that runs takes, with the whole command around it, of
 * Slipway and of others, in alternation. Started by {@code benchmarks/exec}.
 */
public final class ExecBenchmark {
    private static final String BASE = "crun";

    private ExecBenchmark() {}

    /**
     * @param args a scratch directory, and then the words of {@link Options}
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        String[] words = List.of(args).subList(1, args.length).toArray(new String[0]);
        Options options = Options.parse(words, Optional.ofNullable(System.getenv("ONLY")));
        Path rootfs = TestRoots.copy(TestRoots.busybox(), directory.resolve("rootfs"));
        try (Commands commands = new Commands(directory);
                Hosts hosts = new Hosts(options, directory, rootfs, commands)) {
            List<Contender> rows = hosts.rows();
            Others others = new Others();
            Map<String, double[]> times =
                    new Rounds(rows, options.seed()).run(options.rounds(), round -> {});
            print(options, rows, times, others.share());
        }
    }

    private static void print(
            Options options, List<Contender> rows, Map<String, double[]> times, double others) {
        System.out.println("# One more process in a container\n");
        System.out.println("    $ " + options.command("benchmarks/exec") + "\n");
        System.out.print(MachineFacts.today() + ". ");
        System.out.print(String.join("; ", MachineFacts.read().values()));
        System.out.printf(Locale.ROOT, "; others took %.0f %%.%n%n", others * 100);
        System.out.println("| row | what was run | median ms | min | IQR | x crun |");
        System.out.println("|---|---|--:|--:|--:|--:|");
        double[] base = times.getOrDefault(BASE, new double[0]);
        for (Contender row : rows) {
            double[] own = times.getOrDefault(row.name(), new double[0]);
            Statistics of = new Statistics(own);
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | `%s` | %.2f | %.2f | %.2f | %s |%n",
                    row.name(),
                    row.shown(),
                    of.median(),
                    of.min(),
                    of.interquartileRange(),
                    ratio(own, base));
        }
    }

    private static String ratio(double[] ours, double[] theirs) {
        if (theirs.length == 0) return "";
        return String.format(Locale.ROOT, "%.2f", Statistics.ratios(ours, theirs).median());
    }
}
