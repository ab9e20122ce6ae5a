package slipway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slipway.testkit.Jdks;
import slipway.testkit.Programs;
import slipway.testkit.Run;

/** What a number depends on: the machine and the versions. No names of hosts, no paths. */
final class MachineFacts {
    private static final double KIBIBYTES_PER_GIBIBYTE = 1024 * 1024;

    private MachineFacts() {}

    static Map<String, String> read() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("kernel", "Linux " + line("/proc/sys/kernel/osrelease"));
        int cpus = Runtime.getRuntime().availableProcessors();
        facts.put("cpus", cpus + " x " + field("/proc/cpuinfo", "model name"));
        long kibibytes = Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]);
        facts.put("memory", Math.round(kibibytes / KIBIBYTES_PER_GIBIBYTE) + " GiB");
        facts.put("distribution", field("/etc/os-release", "PRETTY_NAME"));
        facts.put("jdk", jdks());
        facts.put("crun", version("crun", "crun"));
        facts.put("runc", version("runc", "runc"));
        facts.put("bwrap", version("bwrap", "bubblewrap"));
        facts.put("lxc", version("lxc-start", "lxc"));
        facts.put("podman", version("podman", "podman"));
        facts.put("docker", version("docker", "docker.io"));
        facts.put("containerd", version("ctr", "containerd"));
        facts.put("unshare", version("unshare", "util-linux"));
        facts.put("busybox", version("busybox", "busybox-static"));
        return facts;
    }

    private static String jdks() {
        Set<String> versions = new TreeSet<>();
        Jdks.of(17).ifPresent(jdk -> versions.add(version(jdk)));
        versions.add(version(Jdks.newest()));
        return "JDK " + String.join(" and ", versions);
    }

    private static String version(Jdks.Jdk jdk) {
        return field(jdk.home().resolve("release").toString(), "JAVA_VERSION");
    }

    /** In UTC. */
    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** Of the Debian package, else what the program says itself. */
    private static String version(String program, String debianPackage) {
        if (Programs.find(program).isEmpty()) return debianPackage + " not here";
        if (Programs.find("dpkg-query").isPresent()) {
            Run.Result known =
                    Run.program("dpkg-query", "-W", "-f", "${Version}", debianPackage).result();
            if (known.exitCode() == 0) return debianPackage + " " + known.stdout().strip();
        }
        return Run.program(program, "--version").result().stdout().strip().split("\n")[0];
    }

    private static String line(String file) {
        return text(file).strip();
    }

    private static String field(String file, String key) {
        for (String line : text(file).split("\n")) {
            int end = line.indexOf(line.contains(":") ? ':' : '=');
            if (end > 0 && line.substring(0, end).strip().equals(key)) {
                return line.substring(end + 1).strip().replace("\"", "");
            }
        }
        return "unknown";
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
