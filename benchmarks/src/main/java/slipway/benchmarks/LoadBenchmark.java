package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slipway.testkit.Engines;
import slipway.testkit.Jdks;
import slipway.testkit.Programs;
import slipway.testkit.Repository;
import slipway.testkit.Run;
import slipway.testkit.SavedImages;

/**
 * How long it takes to load a Debian image that {@code docker save} has written, of Slipway and of
 * others, in alternation. Started by {@code benchmarks/load}.
 */
public final class LoadBenchmark {
    private static final double MEBIBYTE = 1024 * 1024;
    private static final String FLOOR = "tar-x";

    private final Options options;
    private final Commands commands;
    private final Path directory;
    private final List<Contender> rows = new ArrayList<>();

    private LoadBenchmark(Options options, Commands commands, Path directory) {
        this.options = options;
        this.commands = commands;
        this.directory = directory;
    }

    /**
     * @param args a scratch directory, and then the words of {@link Options}
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        String[] words = List.of(args).subList(1, args.length).toArray(new String[0]);
        Options options = Options.parse(words, Optional.ofNullable(System.getenv("ONLY")));
        Path archive = Files.copy(SavedImages.docker(), directory.resolve("image.tar"));
        try (Commands commands = new Commands(directory)) {
            LoadBenchmark benchmark = new LoadBenchmark(options, commands, directory);
            benchmark.addRows(archive.toString());
            for (Contender row : benchmark.rows) row.run();
            Others others = new Others();
            Rounds rounds = new Rounds(benchmark.rows, options.seed());
            Map<String, double[]> times =
                    rounds.run(options.rounds(), round -> System.err.print(" " + round));
            System.err.println();
            String command = options.command("benchmarks/load");
            print(command, Files.size(archive), others.share(), times);
        }
    }

    private void addRows(String archive) throws IOException {
        floor(archive);
        Engines engines = Engines.here();
        String name = SavedImages.NAME;
        String slipway = Repository.root().resolve("slipway").toString();
        for (int feature : new int[] {17, Jdks.newest().feature()}) {
            Jdks.of(feature)
                    .ifPresent(
                            jdk -> {
                                String java = "SLIPWAY_JAVA=" + jdk.home();
                                List<String> load = List.of(slipway, "load", "-q", "-i", archive);
                                List<String> remove = List.of(slipway, "rmi", name);
                                add("slipway-" + feature, () -> {}, load, remove, java);
                            });
        }
        add(
                "docker",
                engines::withDocker,
                List.of("docker", "load", "--quiet", "--input", archive),
                List.of("docker", "rmi", name));
        add(
                "podman",
                engines::withPodman,
                List.of("podman", "load", "--quiet", "--input", archive),
                List.of("podman", "rmi", name));
        add(
                "ctr",
                engines::withCtr,
                List.of("ctr", "images", "import", archive),
                List.of("ctr", "images", "rm", "--sync", "docker.io/library/" + name));
    }

    /** The layers one after the other into one directory, without a store or a digest. */
    private void floor(String archive) throws IOException {
        Path unpacked = Files.createDirectory(directory.resolve("unpacked"));
        Run.output("tar", "-C", unpacked.toString(), "-xf", archive);
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.find(unpacked, 2, (path, a) -> a.isRegularFile())) {
            files.filter(path -> path.endsWith("layer.tar")).forEach(path -> all.add(path + ""));
        }
        String tree = directory.resolve("tree").toString();
        String script = "mkdir \"$0\" && for l; do tar -C \"$0\" --numeric-owner -xf \"$l\"; done";
        List<String> extract = new ArrayList<>(List.of("sh", "-c", script, tree));
        extract.addAll(all);
        add(FLOOR, () -> {}, extract, List.of("rm", "-rf", tree));
    }

    private void add(
            String name, Runnable starter, List<String> load, List<String> remove, String... java) {
        if (!options.wants(name)) return;
        Optional<Path> program = found(load.get(0));
        Optional<Path> remover = found(remove.get(0));
        if (program.isEmpty() || remover.isEmpty()) {
            System.err.println("left out, not here: " + load.get(0));
            return;
        }
        starter.run();
        Contender timed = commands.contender(name, "", with(program.get(), load), java);
        Contender undo = commands.contender(name, "", with(remover.get(), remove), java);
        rows.add(new Undone(timed, undo));
    }

    private static Optional<Path> found(String program) {
        return program.contains("/") ? Optional.of(Path.of(program)) : Programs.find(program);
    }

    private static List<String> with(Path program, List<String> words) {
        List<String> argv = new ArrayList<>(words);
        argv.set(0, program.toString());
        return argv;
    }

    private static void print(
            String command, long size, double others, Map<String, double[]> times) {
        System.out.println("# Loading a Debian image\n");
        System.out.println("    $ " + command + "\n");
        System.out.print(MachineFacts.today() + ". ");
        System.out.print(String.join("; ", MachineFacts.read().values()));
        System.out.printf(Locale.ROOT, ". %.0f MiB of `docker save`, two layers", size / MEBIBYTE);
        System.out.printf(
                Locale.ROOT,
                "; others took %.0f %%. All stores are on one new ext4, in a file.%n%n",
                others * 100);
        System.out.println("| row | median ms | min | IQR | × tar |\n|---|--:|--:|--:|--:|");
        for (Map.Entry<String, double[]> row : times.entrySet()) {
            Statistics of = new Statistics(row.getValue());
            double[] floor = times.getOrDefault(FLOOR, row.getValue());
            System.out.printf(
                    Locale.ROOT,
                    "| `%s` | %.0f | %.0f | %.0f | %.2f |%n",
                    row.getKey(),
                    of.median(),
                    of.min(),
                    of.interquartileRange(),
                    Statistics.ratios(row.getValue(), floor).median());
        }
    }

    /** Takes back, outside of the time that counts, what it has done. */
    private record Undone(Contender timed, Contender undo) implements Contender {
        @Override
        public String name() {
            return timed.name();
        }

        @Override
        public String shown() {
            return timed.shown();
        }

        @Override
        public long run() {
            long time = timed.run();
            undo.run();
            return time;
        }

        @Override
        public void close() {}
    }
}
