package slipway.testkit;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes of this test run: descendants of this JVM, and orphans that carry its mark in their
 * environment. Orphans without it (started with another environment) are not found.
 */
final class ProcessStock {
    /** Set by the build, different for each run of a module's tests. */
    private static final String MARK = "SLIPWAY_TEST_RUN";

    private ProcessStock() {}

    /** One line of /proc/PID/stat; proc(5). */
    private record Seen(long pid, String name, String state, long parent, String started) {}

    static void add(Map<String, String> items) {
        Map<Long, Seen> all = all();
        Set<Long> ours = new HashSet<>();
        ours.add(ProcessHandle.current().pid());
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Seen process : all.values()) {
                if (ours.contains(process.parent) && !keepsEngines(process)) {
                    grown |= ours.add(process.pid);
                }
            }
        }
        String mark = System.getenv(MARK);
        for (Seen process : all.values()) {
            if (process.pid == ProcessHandle.current().pid()) {
                continue;
            }
            if (ours.contains(process.pid)) {
                put(process, "process ", items);
            } else if (mark != null && isMarked(process.pid, mark)) {
                put(process, "orphaned process ", items);
            }
        }
    }

    private static void put(Seen process, String kind, Map<String, String> items) {
        String command = Proc.read(directory(process.pid).resolve("cmdline")).replace('\0', ' ');
        items.put(
                "process " + process.pid + " " + process.started,
                kind
                        + process.pid
                        + " ("
                        + process.name
                        + "), state "
                        + process.state
                        + (process.state.equals("Z") ? " (nobody waited for it)" : "")
                        + ", parent "
                        + process.parent
                        + ": "
                        + command.strip());
    }

    /** The room of the engines stays as long as this JVM, and so does all that is in it. */
    private static boolean keepsEngines(Seen process) {
        String environment = "\0" + Proc.read(directory(process.pid).resolve("environ"));
        return environment.contains("\0" + EngineRoom.MARK + "=");
    }

    private static boolean isMarked(long pid, String mark) {
        // A JVM of another module in the same run has its own mark, so equal is ours.
        String environment = Proc.read(directory(pid).resolve("environ"));
        return List.of(environment.split("\0")).contains(MARK + "=" + mark);
    }

    private static Map<Long, Seen> all() {
        Map<Long, Seen> all = new HashMap<>();
        for (Path entry : Proc.numbers(Path.of("/proc"))) {
            String stat = Proc.read(entry.resolve("stat"));
            // The name is in parentheses and may hold anything, so fields count from the last one.
            int end = stat.lastIndexOf(')');
            if (end < 0) {
                continue;
            }
            String[] fields = stat.substring(end + 2).split(" ");
            long pid = Long.parseLong(entry.getFileName().toString());
            String name = stat.substring(stat.indexOf('(') + 1, end);
            all.put(pid, new Seen(pid, name, fields[0], Long.parseLong(fields[1]), fields[19]));
        }
        return all;
    }

    private static Path directory(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }
}
