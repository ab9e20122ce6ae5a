package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.testkit.Engines;
import slipway.testkit.Jdks;
import slipway.testkit.Programs;
import slipway.testkit.Repository;
import slipway.testkit.Run;

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

    private final Engines engines = Engines.here();
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

    /** Slipway's rows between the floor and the peers. */
    List<Contender> all() throws IOException {
        Peers peers = new Peers(options, commands, engines, directory, rootfs);
        rows.addAll(peers.floor());
        slipway();
        rows.addAll(peers.all());
        missing.addAll(peers.missing());
        return rows;
    }

    /** What is not installed, with what to do. */
    Set<String> missing() {
        return missing;
    }

    private void slipway() throws IOException {
        Set<Jdks.Jdk> jdks = new LinkedHashSet<>();
        Jdks.of(17).ifPresent(jdks::add);
        jdks.add(Jdks.newest());
        for (Jdks.Jdk jdk : jdks) {
            String warm = "slipway-warm-" + jdk.feature();
            resident(warm, jdk, "Launcher, in a JVM that stays", "false");
        }
        warmVariants(Jdks.newest());
        for (Jdks.Jdk jdk : jdks) {
            cold("slipway-cold-" + jdk.feature(), jdk);
        }
        Jdks.Jdk newest = Jdks.newest();
        String cold = "slipway-cold-" + newest.feature();
        cold(cold + "-limits", newest, "-m", "64m", "--pids-limit", "100");
        image(cold + "-image", newest);
        oci("slipway-oci-" + newest.feature() + "-usual", newest);
    }

    private void cold(String name, Jdks.Jdk jdk, String... limits) {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(List.of(limits));
        words.addAll(List.of("--rootfs", rootfs.toString(), "/bin/true"));
        command(name, jdk, "slipway", words);
    }

    /** With a layer of its own on top of an image's, as engines do it. */
    private void image(String name, Jdks.Jdk jdk) {
        if (!options.wants(name) || Programs.find("docker").isEmpty()) return;
        String archive = directory.resolve("busybox.tar").toString();
        engines.withDocker().output("docker", "save", "--output", archive, "busybox");
        Run.output(script("slipway"), "load", "--quiet", "--input", archive);
        command(name, jdk, "slipway", List.of("run", "busybox", "true"));
    }

    private void oci(String name, Jdks.Jdk jdk) throws IOException {
        String cgroup = "/slipway-bench/" + name + "-" + ProcessHandle.current().pid();
        Path bundle = directory.resolve("usual-of-slipway");
        Bundle.write(Bundle.usual(), bundle, rootfs, cgroup, "/bin/true");
        List<String> words = List.of("run", "--bundle", bundle.toString(), "slipway-bench");
        command(name, jdk, "slipway-oci", words);
    }

    private void command(String name, Jdks.Jdk jdk, String script, List<String> words) {
        if (!options.wants(name)) return;
        List<String> argv = new ArrayList<>(List.of(script(script)));
        argv.addAll(words);
        String shown = script + " " + String.join(" ", words);
        shown = shown.replace(rootfs.toString(), "ROOT").replace(directory + "/", "");
        rows.add(commands.contender(name, shown, argv, "SLIPWAY_JAVA=" + jdk.home()));
    }

    private static String script(String name) {
        return Repository.root().resolve(name).toString();
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
}
