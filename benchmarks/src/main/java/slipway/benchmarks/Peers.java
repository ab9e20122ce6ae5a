package slipway.benchmarks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slipway.testkit.Engines;
import slipway.testkit.Programs;

/**
 * The rows of other people's programs: those that are installed. Engines are started for theirs.
 */
final class Peers {
    private static final String LXC =
            """
            lxc.rootfs.path = dir:ROOT
            lxc.uts.name = slipway-bench
            lxc.net.0.type = empty
            lxc.autodev = 1
            lxc.tty.max = 0
            lxc.mount.auto = proc:mixed sys:ro
            lxc.apparmor.profile = unconfined
            lxc.cgroup.dir = slipway-bench-lxc
            lxc.cap.drop = sys_module mac_admin mac_override sys_time
            lxc.init.cmd = COMMAND
            """;

    private static final Map<String, String> DEBIAN =
            Map.of(
                    "bwrap", "bubblewrap",
                    "lxc-start", "lxc",
                    "docker", "docker.io",
                    "ctr", "containerd",
                    "unshare", "util-linux");

    private final Options options;
    private final Commands commands;
    private final Engines engines;
    private final Path directory;
    private final Path rootfs;
    private final List<Contender> rows = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    /**
     * @param directory for bundles and states
     * @param rootfs the root of every container, but of those that have images
     */
    Peers(Options options, Commands commands, Engines engines, Path directory, Path rootfs) {
        this.options = options;
        this.commands = commands;
        this.engines = engines;
        this.directory = directory;
        this.rootfs = rootfs;
    }

    /** A configuration for lxc, which looks for no defaults of the machine then. */
    static String lxc(Path rootfs, String command) {
        return LXC.replace("ROOT", rootfs.toString()).replace("COMMAND", command);
    }

    /** What is not installed, with what to do. */
    Set<String> missing() {
        return missing;
    }

    /** What no container can be faster than. */
    List<Contender> floor() {
        String program = rootfs.resolve("bin/true").toString();
        if (!options.wants("fork+exec")) return List.of();
        return List.of(commands.contender("fork+exec", "true", List.of(program)));
    }

    List<Contender> all() throws IOException {
        String root = "--root=" + rootfs;
        program(
                "unshare+chroot",
                "unshare -mpiunC --fork --root=ROOT --mount-proc true",
                List.of("unshare", "-mpiunC", "--fork", root, "--mount-proc", "/bin/true"));
        bwrap();
        bundles();
        lxc();
        engines();
        return rows;
    }

    private void bundles() throws IOException {
        Path minimal = bundle("minimal", Bundle.minimal());
        Path usual = bundle("usual", Bundle.usual());
        oci(Contenders.CRUN + "-no-cgroup", minimal, "crun", "--cgroup-manager=disabled");
        oci(Contenders.CRUN, minimal, "crun");
        oci("crun-usual", usual, "crun");
        oci(Contenders.RUNC, minimal, "runc");
        oci("runc-usual", usual, "runc");
        if (Programs.find("runc").isPresent()) {
            Path proposed = bundle("runc-spec", Bundle.proposed(directory.resolve("proposed")));
            oci("crun-runc-spec", proposed, "crun");
            oci("runc-runc-spec", proposed, "runc");
        }
    }

    /** In the foreground, on the same tree, with what bwrap makes and a /dev and /sys besides. */
    private void lxc() throws IOException {
        Path config = directory.resolve("lxc.conf");
        Files.writeString(config, lxc(rootfs, "/bin/true"));
        Path containers = Files.createDirectories(directory.resolve("lxc"));
        List<String> argv = new ArrayList<>(List.of("lxc-start", "--foreground"));
        argv.addAll(List.of("--name", "slipway-bench", "--rcfile", config.toString()));
        argv.addAll(List.of("--lxcpath", containers.toString()));
        program("lxc", "lxc-start --foreground, no network", argv);
    }

    /** Engines with images: they add and remove a layer on each run. */
    private void engines() {
        List<String> none = List.of("run", "--rm", "--network", "none", "busybox", "true");
        List<String> bridge = List.of("run", "--rm", "busybox", "true");
        engine("podman-no-network", "podman", none, engines::withPodman);
        engine("podman", "podman", bridge, engines::withPodman);
        engine("docker-no-network", "docker", none, engines::withDocker);
        engine("docker", "docker", bridge, engines::withDocker);
        List<String> ctr = List.of("run", "--rm", Engines.CTR_BUSYBOX, "slipway-bench", "true");
        engine("ctr", "ctr", ctr, engines::withCtr);
    }

    /**
     * @param starter makes the engine and its image ready; done only if the row is wanted
     */
    private void engine(String name, String program, List<String> words, Runnable starter) {
        if (!options.wants(name)) return;
        if (isHere(program)) starter.run();
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(words);
        program(name, String.join(" ", argv), argv);
    }

    private boolean isHere(String program) {
        if (Programs.find(program).isPresent()) return true;
        missing.add(program + ": apt-get install " + DEBIAN.getOrDefault(program, program));
        return false;
    }

    private void bwrap() {
        List<String> namespaces = new ArrayList<>();
        for (String kind : List.of("pid", "ipc", "uts", "net", "cgroup")) {
            namespaces.add("--unshare-" + kind);
        }
        List<String> argv = new ArrayList<>(List.of("bwrap", "--bind", rootfs.toString(), "/"));
        argv.addAll(List.of("--proc", "/proc"));
        argv.addAll(namespaces);
        argv.add("/bin/true");
        String shown = "bwrap --bind ROOT / --proc /proc " + String.join(" ", namespaces) + " true";
        program("bwrap", shown, argv);
    }

    private Path bundle(String name, JsonObject config) throws IOException {
        String cgroup = "/slipway-bench/" + name + "-" + ProcessHandle.current().pid();
        return Bundle.write(config, directory.resolve(name), rootfs, cgroup, "/bin/true");
    }

    private void oci(String name, Path bundle, String program, String... options) {
        List<String> argv = new ArrayList<>(List.of(program));
        argv.addAll(List.of("--root", directory.resolve(program).toString()));
        argv.addAll(List.of(options));
        argv.addAll(List.of("run", "--bundle", bundle.toString(), "slipway-bench"));
        String words = options.length == 0 ? "" : " " + String.join(" ", options);
        program(name, program + words + " run --bundle " + bundle.getFileName() + " ID", argv);
    }

    private void program(String name, String shown, List<String> argv) {
        if (!options.wants(name) || !isHere(argv.get(0))) return;
        List<String> whole = new ArrayList<>(argv);
        whole.set(0, Programs.find(argv.get(0)).orElseThrow().toString());
        rows.add(commands.contender(name, shown, whole));
    }
}
