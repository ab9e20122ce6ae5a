package slipway.benchmarks;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slipway.linux.CapabilitySet;
import slipway.testkit.Run;

/** An OCI bundle for the peers: a directory with a {@code config.json}. */
final class Bundle {
    private static final List<String> NAMESPACES =
            List.of("pid", "network", "ipc", "uts", "mount", "cgroup");
    private static final List<String> HELD = List.of("bounding", "effective", "permitted");
    private static final String PLAIN = "nosuid nodev noexec";

    private static final List<String> MASKED =
            List.of(
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/sched_debug",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private Bundle() {}

    /** What {@code runc spec} proposes, without a terminal. */
    static JsonObject proposed(Path directory) throws IOException {
        Files.createDirectories(directory);
        Run.program("runc", "spec").directory(directory).result().succeeded();
        String text = Files.readString(directory.resolve("config.json"));
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /**
     * Six namespaces, /proc, docker's capabilities, no_new_privs. Much less than a usual container,
     * so it is where the peers are at their best.
     */
    static JsonObject minimal() {
        JsonObject config = new JsonObject();
        config.addProperty("ociVersion", "1.0.2");
        config.add("process", process());
        config.add("root", new JsonObject());
        config.addProperty("hostname", Wishes.HOSTNAME);
        JsonArray mounts = new JsonArray();
        mounts.add(mount("proc", "/proc", PLAIN));
        config.add("mounts", mounts);
        JsonArray namespaces = new JsonArray();
        for (String type : NAMESPACES) {
            JsonObject namespace = new JsonObject();
            namespace.addProperty("type", type);
            namespaces.add(namespace);
        }
        JsonObject linux = new JsonObject();
        linux.add("namespaces", namespaces);
        config.add("linux", linux);
        return config;
    }

    /** The mounts and the masked paths of {@code slipway run} besides. */
    static JsonObject usual() {
        JsonObject config = minimal();
        JsonArray mounts = config.getAsJsonArray("mounts");
        mounts.add(mount("sysfs", "/sys", PLAIN + " ro"));
        mounts.add(mount("tmpfs", "/dev", "nosuid noexec mode=755 size=64m"));
        String terminals = "nosuid noexec newinstance ptmxmode=0666 mode=0620 gid=5";
        mounts.add(mount("devpts", "/dev/pts", terminals));
        mounts.add(mount("tmpfs", "/dev/shm", PLAIN + " mode=1777 size=64m"));
        mounts.add(mount("mqueue", "/dev/mqueue", PLAIN));
        JsonObject linux = config.getAsJsonObject("linux");
        linux.add("maskedPaths", array(MASKED));
        linux.add("readonlyPaths", array(READ_ONLY));
        return config;
    }

    private static JsonObject mount(String type, String destination, String options) {
        JsonObject mount = new JsonObject();
        mount.addProperty("destination", destination);
        mount.addProperty("type", type);
        mount.addProperty("source", type);
        mount.add("options", array(List.of(options.split(" "))));
        return mount;
    }

    private static JsonObject process() {
        JsonObject capabilities = new JsonObject();
        for (String set : HELD) {
            capabilities.add(set, array(CapabilitySet.DOCKER_DEFAULT.names()));
        }
        JsonObject user = new JsonObject();
        user.addProperty("uid", 0);
        user.addProperty("gid", 0);
        JsonObject process = new JsonObject();
        process.add("user", user);
        process.add("env", array(Wishes.ENVIRONMENT));
        process.addProperty("cwd", "/");
        process.add("capabilities", capabilities);
        process.addProperty("noNewPrivileges", true);
        return process;
    }

    /**
     * Completes a configuration and writes it.
     *
     * @param cgroup absolute in the hierarchy, so that nothing lands below the caller's own group
     */
    static Path write(
            JsonObject config, Path directory, Path rootfs, String cgroup, String... command)
            throws IOException {
        JsonObject process = config.getAsJsonObject("process");
        process.addProperty("terminal", false);
        process.add("args", array(List.of(command)));
        JsonObject root = config.getAsJsonObject("root");
        root.addProperty("path", rootfs.toString());
        root.addProperty("readonly", false); // so that Witness can write
        config.getAsJsonObject("linux").addProperty("cgroupsPath", cgroup);
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("config.json"), config.toString());
        return directory;
    }

    private static JsonArray array(List<String> values) {
        JsonArray array = new JsonArray();
        for (String value : values) array.add(value);
        return array;
    }
}
