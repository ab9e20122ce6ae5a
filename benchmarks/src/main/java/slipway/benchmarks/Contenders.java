package slipway.benchmarks;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slipway.testkit.Engines;
import slipway.testkit.Jdks;
import slipway.testkit.Programs;
import slipway.testkit.Repository;

/** Puts the rows of the start benchmark together: those that this machine has. */
final class Contenders {
    static final String CRUN = "crun-minimal";
    static final String RUNC = "runc-minimal";
    private static final List<String> JVM =
            List.of(
                    "-XX:-UsePerfData",
                    "-XX:+UseSerialGC",
                    "-XX:-MaxFDLimit",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Dslipway.native=" + System.getProperty("slipway.native"),
                    "-cp",
                    System.getProperty("java.class.path"));

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
            lxc.init.cmd = /bin/true
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
    private final Path directory;
    private final Path rootfs;
    private final List<Contender> rows = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    /**
     * @param directory for bundles and states
     * @param rootfs the root of every container
     */
    Contenders(Options options, Commands commands, Path directory, Path rootfs) {
        this.options = options;
        this.commands = commands;
        this.directory = directory;
        this.rootfs = rootfs;
    }

    List<Contender> all() throws IOException {
        command("fork+exec", "true", rootfs.resolve("bin/true").toString());
        slipway();
        String root = "--root=" + rootfs;
        program(
                "unshare+chroot",
                "unshare -mpiunC --fork --root=ROOT --mount-proc true",
                List.of("unshare", "-mpiunC", "--fork", root, "--mount-proc", "/bin/true"));
        bwrap();
        Path minimal = bundle("minimal", Bundle.minimal());
        Path usual = bundle("usual", Bundle.usual());
        oci(CRUN + "-no-cgroup", minimal, "crun", "--cgroup-manager=disabled");
        oci(CRUN, minimal, "crun");
        oci("crun-usual", usual, "crun");
        oci(RUNC, minimal, "runc");
        oci("runc-usual", usual, "runc");
        if (Programs.find("runc").isPresent()) {
            Path proposed = bundle("runc-spec", Bundle.proposed(directory.resolve("proposed")));
            oci("crun-runc-spec", proposed, "crun");
            oci("runc-runc-spec", proposed, "runc");
        }
        lxc();
        engines();
        return rows;
    }

    /** What is not installed, with what to do. */
    Set<String> missing() {
        return missing;
    }

    /** In the foreground, on the same tree, with what bwrap makes and a /dev and /sys besides. */
    private void lxc() throws IOException {
        Path config = directory.resolve("lxc.conf");
        Files.writeString(config, LXC.replace("ROOT", rootfs.toString()));
        Path containers = Files.createDirectories(directory.resolve("lxc"));
        List<String> argv = new ArrayList<>(List.of("lxc-start", "--foreground"));
        argv.addAll(List.of("--name", "slipway-bench", "--rcfile", config.toString()));
        argv.addAll(List.of("--lxcpath", containers.toString()));
        program("lxc", "lxc-start --foreground, no network", argv);
    }

    /** Engines with images: they add and remove a layer on each run. */
    private void engines() {
        Engines engines = Engines.here();
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

    private void slipway() {
        Set<Jdks.Jdk> jdks = new LinkedHashSet<>();
        Jdks.of(17).ifPresent(jdks::add);
        jdks.add(Jdks.newest());
        for (Jdks.Jdk jdk : jdks) {
            String warm = "slipway-warm-" + jdk.feature();
            resident(warm, jdk, "Launcher, in a JVM that stays", "false");
        }
        warmVariants(Jdks.newest());
        String script = Repository.root().resolve("slipway").toString();
        for (Jdks.Jdk jdk : jdks) {
            String cold = "slipway-cold-" + jdk.feature();
            if (!options.wants(cold)) continue;
            List<String> argv = List.of(script, "run", "--rootfs", rootfs.toString(), "/bin/true");
            String java = "SLIPWAY_JAVA=" + jdk.home();
            rows.add(commands.contender(cold, "slipway run --rootfs ROOT true", argv, java));
        }
    }

    private void warmVariants(Jdks.Jdk jdk) {
        String warm = "slipway-warm-" + jdk.feature();
        String group = "warm-" + ProcessHandle.current().pid();
        String grouped = ", a cgroup in each hierarchy";
        resident(warm + "-cgroup", jdk, "the same" + grouped, "false", group);
        resident(warm + "-minimal", jdk, "the same, /proc only", "true");
        resident(warm + "-minimal-cgroup", jdk, "the same, /proc only" + grouped, "true", group);
    }

    private void resident(String name, Jdks.Jdk jdk, String shown, String... rest) {
        if (!options.wants(name)) return;
        List<String> arguments = new ArrayList<>(List.of(rootfs.toString()));
        arguments.addAll(List.of(rest));
        List<String> java = new ArrayList<>();
        java.add(jdk.java().toString());
        java.addAll(JVM);
        rows.add(new Resident(name, shown, java, arguments));
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
        return Bundle.write(config, directory.resolve(name), rootfs, cgroup);
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
        command(name, shown, whole.toArray(new String[0]));
    }

    private void command(String name, String shown, String... argv) {
        if (options.wants(name)) rows.add(commands.contender(name, shown, List.of(argv)));
    }
}
