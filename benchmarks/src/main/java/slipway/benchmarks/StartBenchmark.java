package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.testkit.Repository;
import slipway.testkit.TestRoots;

/**
 * How long it takes from the wish for a container that runs {@code true} to its end, of Slipway and
 * of others, in alternation. Started by {@code benchmarks/run}, which prepares a mount namespace.
 */
public final class StartBenchmark {
    private static final int BAR = 10;

    /** The first would write to the machine's own root; the others run on a tree of their own. */
    private static final Set<String> UNSEEN =
            Set.of(
                    "fork+exec",
                    "podman-no-network",
                    "podman",
                    "docker-no-network",
                    "docker",
                    "ctr");

    private StartBenchmark() {}

    /**
     * @param args a scratch directory, best on a tmpfs, and then the words of {@link Options}
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        String[] words = List.of(args).subList(1, args.length).toArray(new String[0]);
        Options options = Options.parse(words, Optional.ofNullable(System.getenv("ONLY")));
        Path rootfs = TestRoots.copy(TestRoots.busybox(), directory.resolve("rootfs"));
        try (Commands commands = new Commands(directory)) {
            Contenders contenders = new Contenders(options, commands, directory, rootfs);
            List<Contender> rows = contenders.all();
            for (String one : contenders.missing())
                System.err.println("left out, not here: " + one);
            if (rows.isEmpty()) throw new IllegalArgumentException("no row of that name");
            try {
                StartReport report =
                        measure(options, rows, new Witness(rootfs), contenders.missing());
                System.out.print(report.markdown());
                if (options.json().isPresent()) {
                    Files.writeString(options.json().get(), report.json());
                }
            } finally {
                for (Contender row : rows) row.close();
            }
        }
    }

    private static StartReport measure(
            Options options, List<Contender> rows, Witness witness, Set<String> missing)
            throws IOException {
        Map<String, String> shown = new LinkedHashMap<>();
        Map<String, Map<String, String>> seen = new LinkedHashMap<>();
        for (Contender row : rows) {
            shown.put(row.name(), row.shown());
            if (runsOnOurTree(row.name())) seen.put(row.name(), witness.of(row));
            warmUp(row, options.warmUp());
        }
        Rounds rounds = new Rounds(rows, options.seed());
        Others others = new Others();
        Map<String, double[]> times = rounds.run(options.rounds(), StartBenchmark::progress);
        double share = others.share();
        System.err.println();
        return new StartReport(
                options.command("benchmarks/run"),
                commit(),
                MachineFacts.today(),
                MachineFacts.read(),
                share,
                missing,
                shown,
                seen,
                times);
    }

    private static boolean runsOnOurTree(String row) {
        return !UNSEEN.contains(row) && !row.endsWith("-image");
    }

    /** Residents until their compiler is done; the others once or twice, for the disk's cache. */
    private static void warmUp(Contender row, int runs) {
        System.err.println("warming up " + row.name());
        int enough = row instanceof Resident ? runs : 2;
        for (int i = 0; i < enough; i++) row.run();
    }

    private static void progress(int round) {
        if (round % BAR == 0) System.err.print(" " + round);
    }

    private static String commit() throws IOException {
        Path stamp = Repository.root().resolve("full-runtime/target/app/stamp");
        String commit = Files.exists(stamp) ? Files.readString(stamp).strip() : "";
        return commit.length() < BAR ? "unknown" : commit.substring(0, BAR);
    }
}
