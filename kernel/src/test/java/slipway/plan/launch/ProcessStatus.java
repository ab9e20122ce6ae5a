package slipway.plan.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What /proc says about a process, read as an outside observer; proc(5). */
final class ProcessStatus {
    private ProcessStatus() {}

    /** A line of /proc/PID/status without its key, such as {@code SigBlk}. */
    static String field(Path process, String key) throws IOException {
        return field(Files.readString(process.resolve("status")), key);
    }

    static String field(String status, String key) {
        for (String line : status.split("\n")) {
            if (line.startsWith(key + ":")) return line.substring(key.length() + 1).strip();
        }
        throw new AssertionError("no " + key + " in " + status);
    }

    static int uid() {
        return id("Uid");
    }

    static int gid() {
        return id("Gid");
    }

    /** Root of the machine, not of a user namespace. */
    static boolean isRoot() {
        try {
            String map = Files.readString(Path.of("/proc/self/uid_map"));
            return uid() == 0 && map.strip().matches("0 +0 +4294967295");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int id(String key) {
        try {
            return Integer.parseInt(field(Path.of("/proc/self"), key).split("\\s+")[1]);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether it is there and not a zombie. */
    static boolean lives(long pid) {
        return stat(pid).map(fields -> !"ZX".contains(fields[0])).orElse(false);
    }

    /** Fields of /proc/PID/stat after the name: state, parent, group, session, ... */
    private static java.util.Optional<String[]> stat(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return java.util.Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        } catch (IOException gone) {
            return java.util.Optional.empty();
        }
    }

    /** Living descendants of a process, with their command lines. */
    static Map<Long, String> descendants(long ancestor) {
        Map<Long, Long> parents = new TreeMap<>();
        for (long pid : all()) {
            stat(pid)
                    .filter(fields -> !"ZX".contains(fields[0]))
                    .ifPresent(fields -> parents.put(pid, Long.parseLong(fields[1])));
        }
        Set<Long> family = new HashSet<>(Set.of(ancestor));
        Map<Long, String> found = new TreeMap<>();
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Map.Entry<Long, Long> each : parents.entrySet()) {
                if (family.contains(each.getValue()) && family.add(each.getKey())) {
                    found.put(each.getKey(), commandLine(each.getKey()));
                    grown = true;
                }
            }
        }
        return found;
    }

    /** Our children, also those that have ended and were not waited for. */
    static Map<Long, String> children() {
        String us = Long.toString(ProcessHandle.current().pid());
        Map<Long, String> found = new TreeMap<>();
        for (long pid : all()) {
            stat(pid)
                    .filter(fields -> fields[1].equals(us))
                    .ifPresent(fields -> found.put(pid, fields[0] + " " + commandLine(pid)));
        }
        return found;
    }

    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private static List<Long> all() {
        List<Long> pids = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path entry : entries) pids.add(Long.parseLong(entry.getFileName().toString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pids;
    }

    /** Where each descriptor of a process leads; without those that it closes meanwhile. */
    static Map<Integer, String> descriptors(long pid) throws IOException {
        Map<Integer, String> found = new TreeMap<>();
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (Path entry : entries) {
                int number = Integer.parseInt(entry.getFileName().toString());
                try {
                    found.put(number, Files.readSymbolicLink(entry).toString());
                } catch (NoSuchFileException closed) {
                    continue;
                }
            }
        }
        return found;
    }

    /**
     * The pipes, sockets, pidfds and files in memory of this JVM: what a launch uses. HotSpot opens
     * files at any time, such as jars and those of its own cgroup.
     */
    static Map<Integer, String> objects() throws IOException {
        Map<Integer, String> open = descriptors(ProcessHandle.current().pid());
        open.values().removeIf(to -> to.startsWith("/") && !to.startsWith("/memfd:"));
        return open;
    }
}
