package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.S_IFBLK;
import static slipway.linux.Constants.S_IFCHR;
import static slipway.linux.Constants.S_IFIFO;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that put devices into {@code /dev} of the new root, after the old one has gone: made anew
 * where the kernel allows that, else the host's of the same path.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/mknod.2.html">mknod(2)</a>
 */
public final class DeviceNodePlanner {
    private static final String[][] LINKS = {
        {"/proc/self/fd", "/dev/fd"},
        {"/proc/self/fd/0", "/dev/stdin"},
        {"/proc/self/fd/1", "/dev/stdout"},
        {"/proc/self/fd/2", "/dev/stderr"},
        {"pts/ptmx", "/dev/ptmx"}
    };

    private DeviceNodePlanner() {}

    /** Those that every container has: null, zero, full, random, urandom and tty. */
    public static List<DeviceNode> usual() {
        return List.of(
                usual("/dev/null", 1, 3),
                usual("/dev/zero", 1, 5),
                usual("/dev/full", 1, 7),
                usual("/dev/random", 1, 8),
                usual("/dev/urandom", 1, 9),
                usual("/dev/tty", 5, 0));
    }

    private static DeviceNode usual(String path, long major, long minor) {
        return new DeviceNode(path, S_IFCHR, major, minor, 0666, 0, 0);
    }

    /** Before the old root goes, where nodes cannot be made: the host's, in no place yet. */
    public static Plan gather(List<DeviceNode> nodes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            steps.add(Mounting.copyOf(nodes.get(i).path(), "node" + i));
        }
        return new Plan(steps);
    }

    /** After the old root has gone: what was gathered, in its place. */
    public static Plan place(List<DeviceNode> nodes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            VolumePlanner.place(steps, nodes.get(i).path(), false, "node" + i);
        }
        return new Plan(steps);
    }

    /** After the old root has gone, with CAP_MKNOD in the first user namespace and umask 0. */
    public static Plan make(List<DeviceNode> nodes) {
        List<Step> steps = new ArrayList<>();
        for (DeviceNode node : nodes) {
            VolumePlanner.makeFolders(steps, node.path());
            int mode = node.type() | node.permissions();
            steps.add(
                    Step.call(
                                    "have " + node.path(),
                                    Call.of(
                                            Syscall.MKNODAT,
                                            Arg.flag(AT_FDCWD, Family.DIRFD),
                                            Arg.text(node.path()),
                                            new Arg.Num(mode, shown(node)),
                                            new Arg.Num(node.number(), device(node))))
                            .tolerating(Errno.EEXIST));
            if (node.uid() != 0 || node.gid() != 0) steps.add(own(node));
        }
        return new Plan(steps);
    }

    private static Step own(DeviceNode node) {
        return Step.call(
                "make it its owner's",
                Call.of(
                        Syscall.FCHOWNAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(node.path()),
                        Arg.num(node.uid()),
                        Arg.num(node.gid()),
                        Arg.flag(slipway.linux.Constants.AT_SYMLINK_NOFOLLOW, Family.AT)));
    }

    /** The links that every container has, where nothing else of that name is. */
    public static Plan links() {
        List<Step> steps = new ArrayList<>();
        for (String[] link : LINKS) {
            steps.add(
                    Step.call(
                                    "have " + link[1],
                                    Call.of(
                                            Syscall.SYMLINKAT,
                                            Arg.text(link[0]),
                                            Arg.flag(AT_FDCWD, Family.DIRFD),
                                            Arg.text(link[1])))
                            .tolerating(Errno.EEXIST));
        }
        return new Plan(steps);
    }

    private static String shown(DeviceNode node) {
        String type = "S_IFCHR";
        if (node.type() == S_IFBLK) type = "S_IFBLK";
        if (node.type() == S_IFIFO) type = "S_IFIFO";
        return type + "|0" + Integer.toOctalString(node.permissions());
    }

    private static String device(DeviceNode node) {
        return "makedev(" + node.major() + ", " + node.minor() + ")";
    }
}
