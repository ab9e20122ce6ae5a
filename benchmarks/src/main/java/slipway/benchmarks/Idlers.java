package slipway.benchmarks;

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
import slipway.testkit.Repository;

/** The rows of the idle benchmark: those whose program is installed. */
final class Idlers {
    private static final String SLEEP = "/bin/sleep 1000000";

    private final Path directory;
    private final Path rootfs;
    private final int containers;
    private final List<Idler> rows = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    /**
     * @param directory for bundles and states
     * @param containers their names are {@code idle-0} and so on
     */
    Idlers(Path directory, Path rootfs, int containers) {
        this.directory = directory;
        this.rootfs = rootfs;
        this.containers = containers;
    }

    /** What is not installed. */
    Set<String> missing() {
        return missing;
    }

    List<Idler> all() throws IOException {
        add("slipway run --rootfs ROOT");
        String stays = "slipway run -d --name ID --rootfs ROOT " + SLEEP;
        add(stays, () -> {}, "slipway rm -f ID");
        add("bwrap --bind ROOT / --proc /proc --unshare-all");
        for (int i = 0; i < containers; i++) {
            Path bundle = directory.resolve("bundle-idle-" + i);
            String group = "/slipway-bench/idle-" + i;
            Bundle.write(Bundle.usual(), bundle, rootfs, group, SLEEP.split(" "));
        }
        for (String runtime : List.of("slipway-oci", "crun", "runc")) {
            Runnable nothing = () -> {};
            String run = runtime + " run --detach --bundle DIRECTORY/bundle-ID ID";
            add(run, nothing, runtime + " delete --force ID");
        }
        Files.writeString(directory.resolve("lxc.conf"), Peers.lxc(rootfs, SLEEP));
        Files.createDirectories(directory.resolve("lxc"));
        add(
                "lxc-start --daemon --rcfile DIRECTORY/lxc.conf --lxcpath DIRECTORY/lxc --name ID",
                () -> {},
                "lxc-stop --kill --lxcpath DIRECTORY/lxc --name ID");
        Engines engines = Engines.here();
        String run = " run --detach --network none --name ID busybox " + SLEEP;
        add("podman" + run, engines::withPodman, "podman rm --force --time 0 ID");
        add("docker" + run, engines::withDocker, "docker rm --force ID");
        add(
                "ctr run --detach " + Engines.CTR_BUSYBOX + " ID " + SLEEP,
                engines::withCtr,
                "ctr task kill --signal 9 ID",
                "ctr task rm --force ID",
                "ctr container rm ID");
        return rows;
    }

    /** In the foreground; it ends when it is killed. */
    private void add(String command) {
        add(command + " " + SLEEP, () -> {});
    }

    /**
     * @param starter makes an engine ready
     */
    private void add(String command, Runnable starter, String... stop) {
        String program = command.split(" ")[0];
        if (Programs.find(program).isEmpty() && !program.startsWith("slipway")) {
            missing.add(program);
            return;
        }
        starter.run();
        Map<String, String> names =
                Map.of(
                        "slipway", Repository.root().resolve("slipway").toString(),
                        "slipway-oci", Repository.root().resolve("slipway-oci").toString(),
                        "ROOT", rootfs.toString(),
                        "DIRECTORY", directory.toString());
        rows.add(new Idler(command, List.of(stop), names));
    }
}
