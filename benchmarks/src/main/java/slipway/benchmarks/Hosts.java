package slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slipway.testkit.Engines;
import slipway.testkit.Programs;
import slipway.testkit.Repository;
import slipway.testkit.Run;

/** A container of each runtime that sleeps, for visits; they go when this is closed. */
final class Hosts implements AutoCloseable {
    private static final String SLEEP = "/bin/sleep 1000000";
    private static final String ID = "slipway-bench-exec";
    private static final int WARM_UP = 3;

    private final Options options;
    private final Path directory;
    private final Path rootfs;
    private final Commands commands;
    private final Map<String, List<String>> visits = new LinkedHashMap<>();
    private final List<String> removals = new ArrayList<>();

    /**
     * @param directory for bundles
     * @param rootfs the root of every container, but of those that have images
     */
    Hosts(Options options, Path directory, Path rootfs, Commands commands) {
        this.options = options;
        this.directory = directory;
        this.rootfs = rootfs;
        this.commands = commands;
    }

    /** The visits, a row for each; each has been made a few times. */
    List<Contender> rows() throws IOException {
        String slipway = Repository.root().resolve("slipway").toString();
        String root = " --rootfs " + rootfs + " ";
        add("slipway", slipway, " run -d --name " + ID + root + SLEEP, " rm -f ");
        oci("slipway-oci", Repository.root().resolve("slipway-oci").toString());
        oci("crun", "crun");
        oci("runc", "runc");
        Engines engines = Engines.here();
        String run = " run --detach --network none --name " + ID + " busybox " + SLEEP;
        if (isWanted("podman")) {
            engines.withPodman();
            add("podman", "podman", run, " rm --force --time 0 ");
        }
        if (isWanted("docker")) {
            engines.withDocker();
            add("docker", "docker", run, " rm --force ");
        }
        List<Contender> rows = new ArrayList<>();
        visits.forEach(
                (name, words) -> {
                    String shown = name + " exec ID true";
                    Contender row = commands.contender(name, shown, words);
                    for (int i = 0; i < WARM_UP; i++) row.run();
                    rows.add(row);
                });
        return rows;
    }

    private boolean isWanted(String name) {
        return options.wants(name) && Programs.find(name).isPresent();
    }

    private void oci(String name, String program) throws IOException {
        if (!program.contains("/") && !isWanted(name)) return;
        Path bundle = directory.resolve("bundle-" + name);
        String[] sleep = SLEEP.split(" ");
        Bundle.write(Bundle.usual(), bundle, rootfs, "/slipway-bench/" + name, sleep);
        String run = " run --detach --bundle " + bundle + " " + ID;
        add(name, program, run, " delete --force ");
    }

    private void add(String name, String program, String run, String remove) {
        if (!options.wants(name)) return;
        // A file, for the container holds its output open.
        String start = program + run + " >" + directory.resolve("said") + " 2>&1 </dev/null";
        Run.program("sh", "-c", start).result().succeeded();
        removals.add(program + remove + ID);
        String path = program;
        if (!program.contains("/")) path = Programs.find(program).orElseThrow().toString();
        visits.put(name, List.of(path, "exec", ID, "/bin/true"));
    }

    @Override
    public void close() {
        Collections.reverse(removals);
        for (String each : removals) Run.program(each.split(" ")).result();
    }
}
