package slipway.lessons.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;

/** Exercise 0.1: what the learner reads of a random process is compared with what was made. */
public final class SnapshotChecks implements Checks {
    private static final List<String> KINDS = List.of("mnt", "uts", "ipc", "pid", "net", "user");

    /** What is to be found out about one snapshot. */
    private interface Look {
        void at(Snapshot snapshot, Target target) throws Exception;
    }

    @Override
    public void run(Bench bench) {
        bench.check("asked-for", () -> look(bench, SnapshotChecks::askedFor));
        bench.check("namespaces", () -> look(bench, SnapshotChecks::namespaces));
        bench.check("root", () -> look(bench, SnapshotChecks::root));
        bench.check("cwd", () -> look(bench, SnapshotChecks::cwd));
        bench.check("mounts", () -> look(bench, SnapshotChecks::mounts));
        bench.check("files", () -> look(bench, SnapshotChecks::files));
    }

    private static void look(Bench bench, Look look) throws Exception {
        TakesSnapshots learner = bench.learner(TakesSnapshots.class);
        try (Target target = new Target(bench)) {
            look.at(learner.of(target.pid()), target);
        }
    }

    private static void askedFor(Snapshot seen, Target target) throws IOException {
        compare("The name", target.name, seen.name());
        compare("The parent", (int) ProcessHandle.current().pid(), seen.parent());
        Path cgroup = Path.of("/proc/" + target.pid() + "/cgroup");
        compare("The lines of cgroup", Files.readAllLines(cgroup), seen.cgroups());
    }

    private static void namespaces(Snapshot seen, Target target) throws IOException {
        for (String kind : KINDS) {
            Path link = Path.of("/proc/" + target.pid() + "/ns/" + kind);
            String truth = Files.readSymbolicLink(link).toString();
            String told = seen.namespaces().getOrDefault(kind, "nothing");
            boolean askers = told.equals(Files.readSymbolicLink(own(kind)).toString());
            if (askers && !told.equals(truth)) {
                throw new NotYet(
                        "The namespace "
                                + kind
                                + " of the process is "
                                + truth
                                + ", you say "
                                + told
                                + ". That is true of the JVM which asked, not of the process:"
                                + " which folder did you read?");
            }
            compare("The namespace " + kind, truth, told);
        }
    }

    /** The JVM with the learner's class is in the same namespaces as this one. */
    private static Path own(String kind) {
        return Path.of("/proc/self/ns", kind);
    }

    private static void root(Snapshot seen, Target target) {
        compare("The root", target.root.toString(), seen.root());
    }

    private static void cwd(Snapshot seen, Target target) {
        compare("The working directory", target.root.resolve(target.cwd).toString(), seen.cwd());
    }

    private static void mounts(Snapshot seen, Target target) {
        compare("The mount points", List.of("/" + target.mount), seen.mountPoints());
    }

    private static void files(Snapshot seen, Target target) {
        Map<Integer, String> truth =
                Map.of(
                        0,
                        "/dev/null",
                        1,
                        "/dev/null",
                        2,
                        "/dev/null",
                        Target.OUTSIDE,
                        target.secret.toString());
        for (Map.Entry<Integer, String> each : truth.entrySet()) {
            String told = seen.files().getOrDefault(each.getKey(), "nothing");
            compare("Descriptor " + each.getKey(), each.getValue(), told);
        }
        compare("The number of descriptors", truth.size(), seen.files().size());
    }

    private static void compare(String what, Object truth, Object told) {
        if (truth.equals(told)) return;
        throw new NotYet(
                what + " of the process is " + shown(truth) + ", you say " + shown(told) + ".");
    }

    private static String shown(Object value) {
        String text = String.valueOf(value);
        return text.length() <= 160 ? text : text.substring(0, 157) + "...";
    }
}
