package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_SHARED;
import static slipway.linux.Constants.MS_SLAVE;
import static slipway.linux.Constants.MS_UNBINDABLE;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.RESOLVE_NO_MAGICLINKS;
import static slipway.linux.Constants.S_IFREG;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.OpenHow;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that mount volumes, in two halves. The sources are found while the host is still in sight.
 * The targets are found after the old root is gone: by then there is nothing outside that a link in
 * the image could lead to.
 */
public final class VolumePlanner {
    private static final int FOLDER = 0755;
    private static final int FILE = 0644;

    private VolumePlanner() {}

    /**
     * Before our mounts are kept apart from the host's: those that are to stay in one peer group
     * with them, which they could not join again.
     */
    public static Plan gatherShared(List<Volume> volumes) {
        return gather(volumes, true);
    }

    /** Before the old root goes: every other volume, as a mount that is nowhere yet. */
    public static Plan gather(List<Volume> volumes) {
        return gather(volumes, false);
    }

    /** Whether one of them is to show what the host mounts in it later. */
    public static boolean hearHost(List<Volume> volumes) {
        for (Volume each : volumes) {
            if (each instanceof Volume.Bind bind && bind.propagation() == MS_SLAVE) return true;
        }
        return false;
    }

    private static Plan gather(List<Volume> volumes, boolean shared) {
        boolean heard = hearHost(volumes);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            String name = "volume" + i;
            if (volume instanceof Volume.Bind bind) {
                if (shared == (bind.propagation() == MS_SHARED)) bind(steps, bind, name, heard);
            } else if (volume instanceof Volume.Tmpfs tmpfs) {
                if (shared) continue;
                long quiet = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
                long attributes = tmpfs.executable() ? quiet : quiet | MOUNT_ATTR_NOEXEC;
                String[] options = tmpfs.options().toArray(new String[0]);
                steps.addAll(Mounting.make("tmpfs", name, attributes, options));
            } else {
                throw new AssertionError("not a Volume: " + volume);
            }
        }
        return new Plan(steps);
    }

    private static void bind(List<Step> steps, Volume.Bind bind, String name, boolean heard) {
        if (bind.mapped() >= 0) steps.add(Mounting.given(bind.mapped(), bind.source(), name));
        else steps.add(Mounting.copyOf(bind.source(), name));
        long attributes = MOUNT_ATTR_NODEV | (bind.readOnly() ? MOUNT_ATTR_RDONLY : 0);
        String why = bind.readOnly() ? "let nothing be written to it" : "no devices in it";
        steps.add(Mounting.restrict(name, attributes, why));
        long kind = bind.propagation();
        // What is shared is so from the beginning, and what is a slave since all of us are.
        if (kind == 0 && heard) kind = MS_PRIVATE;
        if (kind != MS_PRIVATE && kind != MS_UNBINDABLE) return;
        String below = "say which mounts made elsewhere are seen below it";
        steps.add(Mounting.change(name, 0, kind, true, below));
    }

    /** After the old root has gone: every volume in its place, in the order given. */
    public static Plan place(List<Volume> volumes) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < volumes.size(); i++) {
            Volume volume = volumes.get(i);
            boolean folder = !(volume instanceof Volume.Bind bind) || bind.folder();
            place(steps, volume.target(), folder, "volume" + i);
        }
        return new Plan(steps);
    }

    /** One mount in its place, which is made if it is missing. */
    static void place(List<Step> steps, String target, boolean folder, String mount) {
        makePlace(steps, target, folder);
        steps.add(find(target, folder));
        steps.add(Mounting.put(mount, "place", "put it on " + target));
    }

    private static void makePlace(List<Step> steps, String target, boolean folder) {
        makeFolders(steps, target);
        steps.add(folder ? makeFolder(target) : makeFile(target));
    }

    /** Every folder on the way to {@code target}, without the last. */
    static void makeFolders(List<Step> steps, String target) {
        for (int end = target.indexOf('/', 1); end > 0; end = target.indexOf('/', end + 1)) {
            steps.add(makeFolder(target.substring(0, end)));
        }
    }

    private static Step makeFolder(String path) {
        return Step.call(
                        "have a folder " + path,
                        Call.of(
                                Syscall.MKDIRAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.mode(FOLDER)))
                .tolerating(Errno.EEXIST);
    }

    private static Step makeFile(String path) {
        return Step.call(
                        "have a file " + path,
                        Call.of(
                                Syscall.MKNODAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                new Arg.Num(S_IFREG | FILE, "S_IFREG|0644"),
                                Arg.num(0)))
                .tolerating(Errno.EEXIST);
    }

    private static Step find(String target, boolean folder) {
        return Step.call(
                        "find it inside the new root",
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(target),
                                OpenHow.of(
                                        O_PATH | O_CLOEXEC | (folder ? O_DIRECTORY : 0),
                                        RESOLVE_NO_MAGICLINKS),
                                Arg.num(OpenHow.SIZE)))
                .as("place");
    }
}
