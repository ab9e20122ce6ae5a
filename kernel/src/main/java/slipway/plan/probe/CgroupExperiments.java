package slipway.plan.probe;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.AT_REMOVEDIR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;
import slipway.plan.launch.Launcher;

/** Whether limits can be set, and by this user. */
final class CgroupExperiments {
    private static final List<String> NEEDED = List.of("cpu", "memory", "pids");
    private static final String GROUP = "/slipway-probe-";
    private static final String MODE = "cgroup-mode";
    private static final String OWN = "cgroup-own";
    private static final String NO_MOUNT = "mount -t cgroup2 none /sys/fs/cgroup";

    private final Self self;
    private final Fixes fixes;

    CgroupExperiments(Self self) {
        this.self = self;
        this.fixes = new Fixes(self);
    }

    List<Probe> all() {
        return List.of(new Probe(MODE, this::mode), new Probe(OWN, this::own));
    }

    private ProbeResult mode(Launcher unused) {
        CgroupLayout layout = layout();
        List<String> unified = controllers(layout);
        List<String> missing = new ArrayList<>();
        for (String each : NEEDED) {
            if (!unified.contains(each) && !layout.v1().containsKey(each)) missing.add(each);
        }
        String observed =
                layout.mode()
                        + "; v1: "
                        + String.join(" ", layout.v1().keySet())
                        + "; v2: "
                        + String.join(" ", unified);
        boolean all = missing.isEmpty();
        return new ProbeResult(
                MODE,
                all ? Outcome.WORKS : Outcome.ABSENT,
                "read /proc/self/mountinfo and cgroup.controllers",
                observed,
                "limits on processor, memory and number of processes",
                all ? "" : advice(layout, missing));
    }

    private static String advice(CgroupLayout layout, List<String> missing) {
        if (layout.mode().equals("none")) return NO_MOUNT;
        return "enable "
                + String.join(", ", missing)
                + ": cgroup.subtree_control of the group above, or the boot option"
                + " cgroup_enable=memory";
    }

    private static List<String> controllers(CgroupLayout layout) {
        if (layout.ours().isEmpty()) return List.of();
        try {
            Path file = Path.of(layout.ours().get(), "cgroup.controllers");
            String text = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII).strip();
            return text.isEmpty() ? List.of() : List.of(text.split(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an empty group in each tree and removes it at once; no process ever enters one. */
    private ProbeResult own(Launcher launcher) {
        List<String> groups = new ArrayList<>();
        String name = GROUP + UUID.randomUUID().toString().substring(0, 8);
        for (String parent : layout().parents(NEEDED)) groups.add(parent + name);
        String meaning = "this user can give a container limits of its own";
        if (groups.isEmpty()) {
            return new ProbeResult(
                    OWN, Outcome.ABSENT, "mkdirat", "no cgroup is mounted", meaning, NO_MOUNT);
        }
        List<Step> steps = new ArrayList<>();
        for (String group : groups) {
            steps.add(Calls.makeFolder(group));
            steps.add(remove(group));
        }
        steps.add(Attempt.end());
        try {
            return new Trial(
                            OWN,
                            Self.plain(new Plan(steps)),
                            meaning,
                            self.filtered(),
                            errno -> fix(errno))
                    .run(launcher);
        } finally {
            removeAll(groups);
        }
    }

    /** What a probe left that was killed between its two calls. */
    private static void removeAll(List<String> groups) {
        for (String group : groups) {
            try {
                Files.deleteIfExists(Path.of(group));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Step remove(String group) {
        return Step.call(
                "remove " + group,
                Call.of(
                        Syscall.UNLINKAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(group),
                        Arg.flag(AT_REMOVEDIR, Family.AT)));
    }

    private String fix(Optional<Errno> errno) {
        if (errno.equals(Optional.of(Errno.EROFS))) {
            return "mount -o remount,rw on the cgroup file system, or docker run --privileged";
        }
        boolean denied =
                errno.equals(Optional.of(Errno.EACCES)) || errno.equals(Optional.of(Errno.EPERM));
        if (!denied) return fixes.other(Syscall.MKDIRAT, errno);
        if (layout().mode().equals("v2")) {
            return "systemd-run --user --scope -p Delegate=yes slipway ...";
        }
        return "as root, in each tree: mkdir GROUP && chown -R " + self.uid() + " GROUP";
    }

    private CgroupLayout layout() {
        try {
            return CgroupLayout.of(self.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
