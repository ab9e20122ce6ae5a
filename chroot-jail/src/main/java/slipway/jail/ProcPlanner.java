package slipway.jail;

import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;

import java.util.ArrayList;
import java.util.List;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that mount {@code /proc} and {@code /sys}. The targets are found by descriptor and without
 * symbolic links: an image must not choose what gets mounted over.
 *
 * @see <a href="https://man7.org/linux/man-pages/man5/proc.5.html">proc(5)</a>
 */
public final class ProcPlanner {
    /** What the steps call the mounts. */
    static final String PROC = "proc";

    static final String SYS = "sys";

    private static final int MODE = 0555;
    private static final long PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    private ProcPlanner() {}

    /** A proc file system that shows the PID namespace of the process, on {@code /proc}. */
    public static Plan proc() {
        List<Step> steps = new ArrayList<>();
        steps.addAll(Mounting.folder(RootPlanner.ROOT, "proc", MODE, "procdir"));
        steps.addAll(Mounting.make("proc", PROC, PLAIN));
        steps.add(Mounting.put(PROC, "procdir", "put it on /proc"));
        return new Plan(steps);
    }

    /**
     * The same in a PID namespace that is not the container's own: a new proc file system that
     * shows it, or, where a user namespace may not mount one of it, the host's.
     */
    public static Plan sharedProc() {
        Step own = new Group(Mounting.make("proc", PROC, PLAIN), "mount a proc file system");
        Step hosts =
                new Group(
                        List.of(
                                Mounting.copyOf("/proc", PROC),
                                Mounting.restrict(PROC, PLAIN, "make nothing in it executable")),
                        "show the host's proc file system");
        List<Step> steps = new ArrayList<>();
        steps.addAll(Mounting.folder(RootPlanner.ROOT, "proc", MODE, "procdir"));
        steps.add(new FirstOf(List.of(own, hosts), "have a proc file system"));
        steps.add(Mounting.put(PROC, "procdir", "put it on /proc"));
        return new Plan(steps);
    }

    /**
     * {@code /sys}: an own sysfs, or, where a user namespace has no network namespace of its own
     * and may not mount one, the host's.
     *
     * @param writable whether it may be written to
     */
    public static Plan sys(boolean writable) {
        long attributes = writable ? PLAIN : PLAIN | MOUNT_ATTR_RDONLY;
        Step own = new Group(Mounting.make("sysfs", SYS, attributes), "mount a sysfs");
        Step hosts =
                new Group(
                        List.of(
                                Mounting.copyOf("/sys", SYS),
                                Mounting.restrict(SYS, attributes, "make nothing in it writable")),
                        "show the host's sysfs");
        List<Step> steps = new ArrayList<>();
        steps.addAll(Mounting.folder(RootPlanner.ROOT, "sys", MODE, "sysdir"));
        steps.add(new FirstOf(List.of(own, hosts), "have a sysfs"));
        steps.add(Mounting.put(SYS, "sysdir", "put it on /sys"));
        return new Plan(steps);
    }
}
