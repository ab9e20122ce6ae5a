package slipway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much of the processors' time others than this benchmark took since it was made: what the
 * machine was busy with, less what the room's own cgroup used. Unlike the load it is not raised by
 * the benchmark itself.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_stat.5.html">proc_stat(5)</a>
 */
final class Others {
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final long start = System.nanoTime();
    private final double busy = busySeconds();
    private final double own = ownSeconds();

    /** Between 0 and 1, of all processors together. */
    double share() {
        double elapsed = (System.nanoTime() - start) / 1e9;
        double whole = elapsed * Runtime.getRuntime().availableProcessors();
        double others = (busySeconds() - busy) - (ownSeconds() - own);
        return Math.min(1, Math.max(0, others / whole));
    }

    private static double busySeconds() {
        // cpu user nice system idle iowait irq softirq steal: guests are in user already.
        String[] words = read(Path.of("/proc/stat")).split("\n")[0].split("\\s+");
        double ticks = 0;
        for (int i = 1; i <= STEAL; i++) {
            if (i != IDLE && i != IO_WAIT) ticks += Double.parseDouble(words[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The roots of the hierarchies are the room's groups. */
    private static double ownSeconds() {
        Path v2 = CGROUPS.resolve("cpu.stat");
        if (Files.exists(v2)) {
            return Double.parseDouble(read(v2).split("\n")[0].split(" ")[1]) / 1e6;
        }
        try (DirectoryStream<Path> hierarchies = Files.newDirectoryStream(CGROUPS)) {
            for (Path hierarchy : hierarchies) {
                Path v1 = hierarchy.resolve("cpuacct.usage");
                if (Files.exists(v1)) return Double.parseDouble(read(v1).strip()) / 1e9;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no cgroup that counts the time of processors");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }
}
