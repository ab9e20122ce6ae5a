package slipway.jail;

import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.O_DIRECTORY;

import java.util.ArrayList;
import java.util.List;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that hide, or make read-only, what the kernel shows of the whole machine in {@code /proc}
 * and {@code /sys}: the paths that docker hides too. A file is covered by the host's {@code
 * /dev/null}, which was found before anything of an image could stand in its place
 * (CVE-2025-31133).
 */
public final class MaskPlanner {
    private static final List<String> PROC_FILES =
            List.of(
                    "interrupts",
                    "kcore",
                    "keys",
                    "latency_stats",
                    "sched_debug",
                    "timer_list",
                    "timer_stats");

    private static final List<String> PROC_FOLDERS = List.of("acpi", "asound", "scsi");
    private static final List<String> SYS_FOLDERS = List.of("firmware", "devices/virtual/powercap");
    private static final List<String> READ_ONLY =
            List.of("bus", "fs", "irq", "sys", "sysrq-trigger");
    private static final long PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    private MaskPlanner() {}

    /** For {@code $proc} and {@code $sys}, once they are in their places. */
    public static Plan mask() {
        List<Step> steps = new ArrayList<>();
        for (String file : PROC_FILES) steps.add(hideFile(file));
        for (String folder : PROC_FOLDERS) steps.add(hideFolder(ProcPlanner.PROC, folder));
        for (String folder : SYS_FOLDERS) steps.add(hideFolder(ProcPlanner.SYS, folder));
        for (String path : READ_ONLY) steps.add(makeReadOnly(path));
        return new Plan(steps);
    }

    // tag::hide[]
    private static Step hideFile(String path) {
        String why = "hide /proc/" + path;
        return new IfThere(
                Mounting.find(ProcPlanner.PROC, path, 0, "hidden"),
                List.of(Mounting.copyOf("/dev/null", "null"), Mounting.put("null", "hidden", why)),
                why);
    }

    // end::hide[]

    private static Step hideFolder(String at, String path) {
        String why = "hide /" + at + "/" + path;
        List<Step> steps =
                new ArrayList<>(Mounting.make("tmpfs", "empty", PLAIN | MOUNT_ATTR_RDONLY));
        steps.add(Mounting.put("empty", "hidden", why));
        return new IfThere(Mounting.find(at, path, O_DIRECTORY, "hidden"), steps, why);
    }

    private static Step makeReadOnly(String path) {
        String why = "make /proc/" + path + " read-only";
        return new IfThere(
                Mounting.find(ProcPlanner.PROC, path, 0, "guarded"),
                List.of(
                        Mounting.copyOfOpen("guarded", "copy", "make a mount of it"),
                        Mounting.restrict("copy", PLAIN | MOUNT_ATTR_RDONLY, "read-only"),
                        Mounting.put("copy", "guarded", why)),
                why);
    }
}
