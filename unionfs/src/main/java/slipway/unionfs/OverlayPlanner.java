package slipway.unionfs;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MOVE_MOUNT_F_EMPTY_PATH;
import static slipway.linux.Constants.MS_NODEV;
import static slipway.linux.Constants.MS_NOSUID;
import static slipway.linux.Constants.OPEN_TREE_CLOEXEC;
import static slipway.linux.Constants.OPEN_TREE_CLONE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Each;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that make one tree of many, in a mount namespace of the process's own.
 *
 * <p>The kernel takes all layers in one option of mount(2) and cuts it off, silently, at one page.
 * So each layer gets a short name first, a link in a small file system in memory: 0, 1, 2. The
 * newer {@code lowerdir+} of fsconfig(2) would need no such names; it came with Linux 6.7, and this
 * works everywhere.
 *
 * @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>
 */
public final class OverlayPlanner {
    private OverlayPlanner() {}

    /**
     * Steps that mount the tree and open its root.
     *
     * @param result the name for the open root, as in {@link Arg#result}
     */
    public static Plan mount(Overlay overlay, String result) {
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.call(
                        "have room for short names, for all layers together may have one page",
                        Call.of(
                                Syscall.MOUNT,
                                Arg.text("tmpfs"),
                                Arg.text(overlay.place()),
                                Arg.text("tmpfs"),
                                Arg.flag(MS_NOSUID | MS_NODEV, Family.MOUNT),
                                Arg.text("mode=755"))));
        steps.add(Step.call("stand in it", Call.of(Syscall.CHDIR, Arg.text(overlay.place()))));
        steps.add(names(overlay.layers()));
        if (overlay.upper().isEmpty()) {
            steps.add(folder("upper", 0755));
            steps.add(folder("work", 0700));
        } else {
            steps.add(link(overlay.upper() + "/upper", "upper"));
            steps.add(link(overlay.upper() + "/work", "work"));
        }
        steps.add(union(overlay));
        steps.add(
                Step.call(
                                "find the new root once; from here on it is a descriptor",
                                Call.of(
                                        Syscall.OPENAT,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text(overlay.place()),
                                        Arg.flag(O_PATH | O_DIRECTORY | O_CLOEXEC, Family.OPEN),
                                        Arg.mode(0)))
                        .as(result));
        return new Plan(steps);
    }

    /**
     * Steps that make the same tree of layers that are mounts already, in no place yet, and open a
     * copy of it that is in no place either, for somebody in another mount namespace.
     *
     * @param first under this number is the topmost layer open, under the next ones the others, and
     *     then the folder that {@link Overlay#upper} names
     * @param result under which number the copy is open afterwards
     * @param owner steps by which the process becomes whoever may write to that folder
     */
    public static Plan mountOfMounts(Overlay overlay, int first, int result, Plan owner) {
        int layers = overlay.layers().size();
        List<Step> steps = new ArrayList<>();
        steps.add(
                Step.call(
                        "have room for the layers",
                        Call.of(
                                Syscall.MOUNT,
                                Arg.text("tmpfs"),
                                Arg.text(overlay.place()),
                                Arg.text("tmpfs"),
                                Arg.flag(MS_NOSUID | MS_NODEV, Family.MOUNT),
                                Arg.text("mode=755"))));
        steps.add(Step.call("stand in it", Call.of(Syscall.CHDIR, Arg.text(overlay.place()))));
        for (int i = 0; i < layers; i++) steps.addAll(attached(first + i, Integer.toString(i)));
        steps.addAll(attached(first + layers, "own"));
        steps.add(link("own/upper", "upper"));
        steps.add(link("own/work", "work"));
        steps.addAll(owner.steps());
        steps.add(union(overlay));
        steps.add(
                Step.call(
                                "have a copy of the mount that is in no place",
                                Call.of(
                                        Syscall.OPEN_TREE,
                                        Arg.flag(AT_FDCWD, Family.DIRFD),
                                        Arg.text(overlay.place()),
                                        Arg.flag(
                                                OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC,
                                                Family.OPEN_TREE)))
                        .as("tree"));
        steps.add(
                Step.call(
                        "let it be found",
                        Call.of(
                                Syscall.DUP3,
                                Arg.result("tree"),
                                Arg.num(result),
                                Arg.flag(O_CLOEXEC, Family.OPEN))));
        return new Plan(steps);
    }

    private static List<Step> attached(int descriptor, String name) {
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        return List.of(
                Step.call(
                        "have a place for a layer",
                        Call.of(Syscall.MKDIRAT, here, Arg.text(name), Arg.mode(0700))),
                Step.call(
                        "put it there",
                        Call.of(
                                Syscall.MOVE_MOUNT,
                                Arg.num(descriptor),
                                Arg.text(""),
                                here,
                                Arg.text(name),
                                Arg.flag(MOVE_MOUNT_F_EMPTY_PATH, Family.MOVE_MOUNT))));
    }

    private static Step union(Overlay overlay) {
        return Step.call(
                "make one tree of the layers; what is written goes to upper",
                Call.of(
                        Syscall.MOUNT,
                        Arg.text("overlay"),
                        Arg.text(overlay.place()),
                        Arg.text("overlay"),
                        Arg.flag(MS_NODEV, Family.MOUNT),
                        Arg.text(options(overlay))));
    }

    private static Step names(List<String> layers) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            calls.add(symlink(layers.get(i), Integer.toString(i)));
        }
        String first = calls.get(0).toString();
        String line =
                layers.size() == 1 ? first : first + " and so on, " + layers.size() + " layers";
        return new Each(calls, line, "name the layers, the topmost first");
    }

    private static Step link(String to, String name) {
        return Step.call("name the container's " + name + " folder", symlink(to, name));
    }

    private static Call symlink(String to, String name) {
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        return Call.of(Syscall.SYMLINKAT, Arg.text(to), here, Arg.text(name));
    }

    private static Step folder(String name, int mode) {
        Arg here = Arg.flag(AT_FDCWD, Family.DIRFD);
        return Step.call(
                "have a folder " + name + " in memory",
                Call.of(Syscall.MKDIRAT, here, Arg.text(name), Arg.mode(mode)));
    }

    private static String options(Overlay overlay) {
        StringBuilder options = new StringBuilder("lowerdir=");
        for (int i = 0; i < overlay.layers().size(); i++)
            options.append(i == 0 ? "" : ":").append(i);
        options.append(",upperdir=upper,workdir=work");
        // Nobody will want it after a crash, so the end of the container need not wait for the
        // disk.
        options.append(",volatile");
        if (overlay.marks() == Marks.USER) options.append(",userxattr");
        return options.toString();
    }
}
