package slipway.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What this JVM itself holds: descriptors, mounts, namespaces of threads, network interfaces. */
final class JvmStock {
    private static final Path SELF = Path.of("/proc/self");

    private JvmStock() {}

    static void addOpenFiles(Map<String, String> items) {
        for (Path entry : Proc.numbers(SELF.resolve("fd"))) {
            String target = Proc.link(entry);
            if (!target.isEmpty() && !isOpenedByTheJdk(target)) {
                String number = entry.getFileName().toString();
                items.put("fd " + number + " " + target, "open file " + number + " -> " + target);
            }
        }
    }

    /** The JDK opens these when it first needs them and keeps them. */
    private static boolean isOpenedByTheJdk(String target) {
        return target.endsWith(".jar")
                || target.endsWith("/lib/modules")
                || target.equals("/dev/urandom")
                || target.equals("/dev/random")
                || target.equals("anon_inode:[eventpoll]")
                || target.equals("anon_inode:[eventfd]")
                // The directory that is being listed.
                || target.equals("/proc/" + ProcessHandle.current().pid() + "/fd");
    }

    /** Mounts of the JVM's own namespace, at or below one of these directories. */
    static void addMounts(List<Path> own, Map<String, String> items) {
        for (String line : Proc.read(SELF.resolve("mountinfo")).split("\n")) {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw; proc(5)
            String[] fields = line.split(" ");
            if (fields.length > 4 && isBelow(fields[4], own)) {
                String kind = line.substring(line.indexOf(" - ") + " - ".length());
                items.put("mount " + fields[0], "mount on " + fields[4] + ": " + kind);
            }
        }
    }

    private static boolean isBelow(String mountPoint, List<Path> own) {
        // Blanks in mount points are written in octal.
        Path path = Path.of(mountPoint.replace("\\040", " "));
        for (Path directory : own) {
            if (path.startsWith(directory.toAbsolutePath())) {
                return true;
            }
        }
        return false;
    }

    static void addNamespaces(Map<String, String> items) {
        for (Path thread : Proc.numbers(SELF.resolve("task"))) {
            for (String kind : List.of("mnt", "net", "uts", "ipc", "pid", "user", "cgroup")) {
                String namespace = Proc.link(thread.resolve("ns").resolve(kind));
                if (!namespace.isEmpty()) {
                    // By namespace, not by thread: threads come and go, and most are nobody's.
                    items.putIfAbsent(
                            "namespace " + namespace,
                            "namespace "
                                    + namespace
                                    + ", thread "
                                    + thread.getFileName()
                                    + " ("
                                    + Proc.read(thread.resolve("comm")).strip()
                                    + ") is in it");
                }
            }
        }
    }

    static void addInterfaces(Map<String, String> items) {
        for (String line : Proc.read(SELF.resolve("net/dev")).split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                items.put("interface " + name, "network interface " + name);
            }
        }
    }
}
