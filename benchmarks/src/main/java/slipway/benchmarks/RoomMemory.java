package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The memory of all processes of the PID namespace but this JVM, in KiB of PSS. A container is a
 * process called {@code sleep}; all others are kept for it by somebody.
 *
 * @param byName PSS by the name of the processes
 * @param kept of the processes that are no containers, by their number
 * @param sleepers how many are called {@code sleep}
 */
record RoomMemory(Map<String, Long> byName, Map<Long, Smaps> kept, int sleepers) {
    private static final String CONTAINER = "sleep";

    static RoomMemory now() {
        Map<String, Long> byName = new TreeMap<>();
        Map<Long, Smaps> kept = new HashMap<>();
        int sleepers = 0;
        List<ProcessHandle> all = ProcessHandle.allProcesses().toList();
        for (ProcessHandle process : all) {
            if (process.equals(ProcessHandle.current())) continue;
            Path files = Path.of("/proc", Long.toString(process.pid()));
            try {
                String name = Files.readString(files.resolve("comm")).strip();
                String memory = Files.readString(files.resolve("smaps_rollup"));
                if (memory.isEmpty()) continue;
                Smaps parsed = Smaps.parse(memory);
                byName.merge(name, parsed.pss(), Long::sum);
                if (name.equals(CONTAINER)) sleepers++;
                else kept.put(process.pid(), parsed);
            } catch (IOException e) {
                // It has ended meanwhile: then it holds nothing.
                continue;
            }
        }
        return new RoomMemory(byName, kept, sleepers);
    }

    long of(String name) {
        return byName.getOrDefault(name, 0L);
    }

    long containers() {
        return of(CONTAINER);
    }

    long helpers() {
        long sum = 0;
        for (long memory : byName.values()) sum += memory;
        return sum - containers();
    }

    /** The processes that are kept for containers now and were not there before. */
    List<Smaps> since(RoomMemory before) {
        List<Smaps> fresh = new ArrayList<>();
        kept.forEach(
                (pid, memory) -> {
                    if (!before.kept().containsKey(pid)) fresh.add(memory);
                });
        return fresh;
    }
}
