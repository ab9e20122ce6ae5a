package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.testkit.Jdks;
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
        Peers peers = new Peers(options, commands, directory, rootfs);
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

    private void slipway() {
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
        String newest = "slipway-cold-" + Jdks.newest().feature();
        cold(newest + "-limits", Jdks.newest(), "-m", "64m", "--pids-limit", "100");
    }

    private void cold(String name, Jdks.Jdk jdk, String... limits) {
        if (!options.wants(name)) return;
        List<String> argv = new ArrayList<>();
        argv.addAll(List.of(Repository.root().resolve("slipway").toString(), "run"));
        argv.addAll(List.of(limits));
        argv.addAll(List.of("--rootfs", rootfs.toString(), "/bin/true"));
        List<String> shown = new ArrayList<>(List.of("slipway", "run"));
        shown.addAll(List.of(limits));
        shown.addAll(List.of("--rootfs", "ROOT", "true"));
        String java = "SLIPWAY_JAVA=" + jdk.home();
        rows.add(commands.contender(name, String.join(" ", shown), argv, java));
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
