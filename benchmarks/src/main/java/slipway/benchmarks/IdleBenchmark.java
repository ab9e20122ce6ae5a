package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import slipway.testkit.TestRoots;

/**
 * The memory that is held for a container that sleeps, by processes other than the container's.
 * Started by {@code benchmarks/idle}.
 */
public final class IdleBenchmark {
    private static final long SETTLE_MILLIS = 2000;

    private IdleBenchmark() {}

    /**
     * @param args a scratch directory, and how many containers of a kind there are at once
     */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        int containers = args.length > 1 ? Integer.parseInt(args[1]) : 10;
        Path rootfs = TestRoots.copy(TestRoots.busybox(), directory.resolve("rootfs"));
        Idlers idlers = new Idlers(directory, rootfs, containers);
        List<Idler> rows = idlers.all();
        System.out.println("# Memory kept for an idle container\n");
        System.out.println("    $ benchmarks/idle " + containers + "\n");
        System.out.print(MachineFacts.today() + ". ");
        System.out.println(String.join("; ", MachineFacts.read().values()) + ".\n");
        for (String missing : idlers.missing()) {
            System.out.println("Left out, not here: " + missing + "\n");
        }
        System.out.println("| what was run | kept for it, KiB | itself, KiB | ms to start |");
        System.out.println("|---|--:|--:|--:|");
        for (Idler row : rows) System.out.println(measured(row, containers));
        System.out.println("\nPSS. Engines keep besides, whether there are containers or not:\n");
        for (String engine : List.of("dockerd", "containerd")) {
            System.out.println("- " + engine + " " + RoomMemory.now().of(engine) + " KiB");
        }
    }

    private static String measured(Idler row, int containers) throws Exception {
        System.err.println(row.shown());
        RoomMemory before = RoomMemory.now();
        long start = System.nanoTime();
        try {
            for (int i = 0; i < containers; i++) {
                row.start("idle-" + i);
                awaitSleepers(before.sleepers() + i + 1, row.shown());
            }
            double each = (System.nanoTime() - start) / 1e6 / containers;
            Thread.sleep(SETTLE_MILLIS);
            RoomMemory after = RoomMemory.now();
            return String.format(
                    Locale.ROOT,
                    "| `%s` | %d | %d | %.0f |",
                    row.shown(),
                    (after.helpers() - before.helpers()) / containers,
                    (after.containers() - before.containers()) / containers,
                    each);
        } finally {
            for (int i = 0; i < containers; i++) row.stop("idle-" + i);
            awaitSleepers(before.sleepers(), row.shown());
        }
    }

    private static void awaitSleepers(int expected, String row) throws Exception {
        for (int i = 0; i < SETTLE_MILLIS; i++) {
            if (RoomMemory.now().sleepers() == expected) return;
            Thread.sleep(5);
        }
        throw new IOException(row + ": not " + expected + " containers");
    }
}
