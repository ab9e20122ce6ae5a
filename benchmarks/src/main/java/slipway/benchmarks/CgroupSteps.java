package slipway.benchmarks;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_WRONLY;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/**
 * Host steps that put a container into a fresh group of every hierarchy, without limits, and remove
 * the groups afterwards: what runc and crun do for each container, whether it was asked for or not.
 */
final class CgroupSteps {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final int MODE = 0755;

    /** Room for a pid; the kernel stops at the NUL behind it. */
    private static final int PID_ROOM = 8;

    private CgroupSteps() {}

    /**
     * @param group one name below {@code slipway-bench}
     */
    static Plan join(String group) throws IOException {
        List<Step> steps = new ArrayList<>();
        for (Path hierarchy : hierarchies()) {
            Path parent = hierarchy.resolve("slipway-bench");
            steps.add(mkdir(parent).tolerating(Errno.EEXIST));
            fillCpuset(steps, hierarchy, parent);
            Path own = parent.resolve(group);
            Arg path = Arg.text(own.toString());
            Arg how = Arg.flag(AT_REMOVEDIR, Family.AT);
            Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
            steps.add(mkdir(own).undoneBy(Call.of(Syscall.UNLINKAT, here, path, how)));
            fillCpuset(steps, hierarchy, own);
            attach(steps, own.resolve("cgroup.procs"));
        }
        return new Plan(steps);
    }

    /** A new group of v1 has neither processors nor memory nodes, and takes no process so. */
    private static void fillCpuset(List<Step> steps, Path hierarchy, Path group)
            throws IOException {
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (!Files.exists(hierarchy.resolve(file))) continue;
            String all = Files.readString(hierarchy.resolve(file)).strip();
            String target = group.resolve(file).toString();
            steps.add(new WriteFile(target, all, "let it use all that there is"));
        }
    }

    private static void attach(List<Step> steps, Path procs) {
        Call open =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(procs.toString()),
                        Arg.flag(O_WRONLY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        steps.add(Step.call("open the list of members", open).as("procs"));
        Call write =
                Call.of(Syscall.WRITE, Arg.result("procs"), Arg.text("$pid"), Arg.num(PID_ROOM));
        steps.add(Step.call("put the process on it", write));
        steps.add(Step.call("let go of the list", Call.of(Syscall.CLOSE, Arg.result("procs"))));
    }

    private static slipway.plan.Do mkdir(Path directory) {
        return Step.call(
                "make a group",
                Call.of(
                        Syscall.MKDIRAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(directory.toString()),
                        Arg.mode(MODE)));
    }

    /** By real path: {@code cpu} and {@code cpuacct} are often two names of one hierarchy. */
    private static Set<Path> hierarchies() throws IOException {
        Set<Path> found = new TreeSet<>();
        if (Files.exists(ROOT.resolve("cgroup.procs"))) return Set.of(ROOT);
        try (DirectoryStream<Path> names = Files.newDirectoryStream(ROOT)) {
            for (Path name : names) {
                if (Files.exists(name.resolve("cgroup.procs"))) found.add(name.toRealPath());
            }
        }
        return found;
    }
}
