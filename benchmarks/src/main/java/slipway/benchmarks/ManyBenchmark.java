package slipway.benchmarks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import slipway.testkit.Engines;
import slipway.testkit.Programs;
import slipway.testkit.Repository;
import slipway.testkit.TestRoots;

/** Many containers that do nothing, in alternation. Started by {@code benchmarks/many}. */
public final class ManyBenchmark {
    private static final String SLEEP = "/bin/sleep 1000000";

    /** Engines with a process of their own for each container take their time. */
    private static final int MOST_FOR_ENGINES = 50;

    private final Path directory;
    private final Path rootfs;
    private final int count;
    private final List<Crowd> rows = new ArrayList<>();

    private ManyBenchmark(Path directory, Path rootfs, int count) {
        this.directory = directory;
        this.rootfs = rootfs;
        this.count = count;
    }

    /**
     * @param args a scratch directory, how many containers there are at once, and how many rounds
     */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 500;
        int rounds = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Path rootfs = TestRoots.copy(TestRoots.busybox(), directory.resolve("rootfs"));
        ManyBenchmark many = new ManyBenchmark(directory, rootfs, count);
        many.slipway();
        many.runtimes();
        if (count <= MOST_FOR_ENGINES) many.engines();
        Others others = new Others();
        many.print(rounds, many.run(rounds), others);
    }

    private void slipway() {
        String slipway = Repository.root().resolve("slipway").toString();
        for (String limits : List.of("", " -m 64m --pids-limit 100")) {
            String run = " run -d" + limits + " --replicas " + count + " --rootfs ROOT " + SLEEP;
            rows.add(
                    new Crowd(
                            "slipway" + run,
                            slipway + run.replace("ROOT", rootfs.toString()),
                            slipway + " ps",
                            slipway + " rm -f $(" + slipway + " ps -q)"));
        }
    }

    private void runtimes() throws IOException {
        for (String program : List.of("crun --cgroup-manager=disabled", "crun", "runc")) {
            if (Programs.find(program.split(" ")[0]).isEmpty()) continue;
            List<String> names = names(program.replaceAll("[^a-z]+", "-"));
            // The same namespaces, mounts and rights as those of slipway run.
            for (String name : names) {
                JsonObject config = Bundle.usual();
                Bundle.write(
                        config,
                        directory.resolve(name),
                        rootfs,
                        "/slipway-bench/" + name,
                        SLEEP.split(" "));
            }
            rows.add(
                    new Crowd(
                            program + " run --detach, one after the other",
                            Crowd.each(names, program + " run --detach --bundle $i $i"),
                            program + " list",
                            Crowd.each(names, program + " delete --force $i")));
        }
    }

    private void engines() {
        Engines engines = Engines.here();
        String run = " run --detach --network none --name $i busybox " + SLEEP;
        for (String program : List.of("podman", "docker")) {
            if (Programs.find(program).isEmpty()) continue;
            String remove = program + " rm --force ";
            if (program.equals("podman")) {
                engines.withPodman();
                remove += "--time 0 "; // else it waits for ten seconds, for a program that ignores
                // SIGTERM
            } else {
                engines.withDocker();
            }
            List<String> names = names(program);
            rows.add(
                    new Crowd(
                            program + " run --detach --network none, one after the other",
                            Crowd.each(names, program + run),
                            program + " ps",
                            remove + String.join(" ", names)));
        }
    }

    private List<String> names(String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + "-" + i).toList();
    }

    private Map<Crowd, List<Crowd.Measured>> run(int rounds) throws Exception {
        Map<Crowd, List<Crowd.Measured>> measured = new LinkedHashMap<>();
        for (Crowd row : rows) measured.put(row, new ArrayList<>());
        Random random = new Random();
        for (int round = 0; round < rounds; round++) {
            List<Crowd> order = new ArrayList<>(rows);
            Collections.shuffle(order, random);
            for (Crowd row : order) {
                System.err.println(round + ": " + row.shown());
                Crowd.Measured one = row.measure(directory, count);
                measured.computeIfAbsent(row, each -> new ArrayList<>()).add(one);
            }
        }
        return measured;
    }

    private void print(int rounds, Map<Crowd, List<Crowd.Measured>> measured, Others others) {
        System.out.println("# Many containers that do nothing\n");
        System.out.println("    $ benchmarks/many " + count + " " + rounds + "\n");
        System.out.print(MachineFacts.today() + ". ");
        System.out.print(String.join("; ", MachineFacts.read().values()));
        System.out.printf(Locale.ROOT, "; others took %.0f %%.%n%n", others.share() * 100);
        System.out.println(
                "| what was run | all run after, s | kept for each, KiB | largest, KiB |"
                        + " list, ms | all gone after, s |");
        System.out.println("|---|--:|--:|--:|--:|--:|");
        measured.forEach(
                (row, times) ->
                        System.out.printf(
                                Locale.ROOT,
                                "| `%s` | %.2f | %.0f | %.0f | %.0f | %.2f |%n",
                                row.shown(),
                                median(times, Crowd.Measured::startSeconds),
                                median(times, Crowd.Measured::helperKib),
                                median(times, Crowd.Measured::largestKib),
                                median(times, Crowd.Measured::listMillis),
                                median(times, Crowd.Measured::removeSeconds)));
        System.out.println(
                "\nMedians. Kept for each: PSS of the processes that came with them, but for the"
                        + " containers; largest: RSS of the largest of these. A detached container of crun"
                        + " or runc has nobody who keeps its output and its exit status.");
    }

    private static double median(List<Crowd.Measured> times, ToDoubleFunction<Crowd.Measured> of) {
        return new Statistics(times.stream().mapToDouble(of).toArray()).median();
    }
}
