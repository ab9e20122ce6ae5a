package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slipway.testkit.Run;

/**
 * One way to have many containers: a shell script to start them all, one to list them, one to
 * remove them. What a loop costs beside the commands in it is not noticeable.
 *
 * @param shown for people; without paths of this machine
 */
record Crowd(String shown, String start, String list, String remove) {
    private static final int SETTLE_MILLIS = 20_000;

    /**
     * One measurement.
     *
     * @param startSeconds until the last of them runs
     * @param helperKib the mean of what all processes but the containers hold more than before
     *     (PSS)
     * @param largestKib what the largest process kept for them has in memory, shared or not (RSS)
     * @param listMillis one list of them all
     * @param removeSeconds until the last has gone
     */
    record Measured(
            double startSeconds,
            double helperKib,
            long largestKib,
            double listMillis,
            double removeSeconds) {}

    Measured measure(Path directory, int count) throws IOException, InterruptedException {
        RoomMemory before = RoomMemory.now();
        double start = seconds(directory, this.start);
        awaitSleepers(before.sleepers() + count);
        RoomMemory after = RoomMemory.now();
        double list = seconds(directory, this.list) * 1000;
        String listed = Files.readString(directory.resolve("said"));
        if (listed.lines().count() < count) throw new IOException(this.list + " lists too few");
        double remove = seconds(directory, this.remove);
        awaitSleepers(before.sleepers());
        long kept = 0;
        long largest = 0;
        for (Smaps helper : after.since(before)) {
            kept += helper.pss();
            largest = Math.max(largest, helper.rss());
        }
        return new Measured(start, kept / (double) count, largest, list, remove);
    }

    /** Its output goes to a file: who reads a pipe to its end waits for all that hold it. */
    private static double seconds(Path directory, String script) throws IOException {
        String words = "(" + script + ") >said 2>errors </dev/null";
        long begin = System.nanoTime();
        int status = Run.program("sh", "-c", words).directory(directory).result().exitCode();
        long end = System.nanoTime();
        if (status == 0) return (end - begin) / 1e9;
        throw new IOException(script + ": " + Files.readString(directory.resolve("errors")));
    }

    private void awaitSleepers(int expected) throws IOException, InterruptedException {
        for (int i = 0; i < SETTLE_MILLIS; i += 50) {
            if (RoomMemory.now().sleepers() == expected) return;
            Thread.sleep(50);
        }
        throw new IOException(shown + ": not " + expected + " containers");
    }

    /** {@code command} once for each name, which it calls {@code $i}. */
    static String each(List<String> names, String command) {
        return "for i in " + String.join(" ", names) + "; do " + command + " || exit; done";
    }
}
