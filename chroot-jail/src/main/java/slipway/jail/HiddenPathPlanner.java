package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MOUNT_ATTR_NODEV;
import static slipway.linux.Constants.MOUNT_ATTR_NOEXEC;
import static slipway.linux.Constants.MOUNT_ATTR_NOSUID;
import static slipway.linux.Constants.MOUNT_ATTR_RDONLY;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.RESOLVE_NO_MAGICLINKS;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.OpenHow;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.FirstOf;
import slipway.plan.Group;
import slipway.plan.IfThere;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that hide paths of the new root, or make them read-only, after everything else is mounted.
 * Files are covered by the host's {@code /dev/null}, taken before the image could have put
 * something in its place (CVE-2025-31133). What is not there needs no hiding.
 */
public final class HiddenPathPlanner {
    private static final long PLAIN = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;

    private HiddenPathPlanner() {}

    /** Before the old root goes: one copy of /dev/null for each, because each may be a file. */
    public static Plan gather(List<String> hidden) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < hidden.size(); i++) {
            steps.add(Mounting.copyOf("/dev/null", "null" + i));
        }
        return new Plan(steps);
    }

    /** After the old root has gone: covers each path. */
    public static Plan hide(List<String> hidden) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < hidden.size(); i++) {
            String path = hidden.get(i);
            String why = "hide " + path;
            List<Step> folder = new ArrayList<>();
            // Another name: a call that fails leaves its errno under the name of its result.
            folder.add(find(path, O_DIRECTORY, "hiddenfolder"));
            folder.addAll(Mounting.make("tmpfs", "empty", PLAIN | MOUNT_ATTR_RDONLY));
            folder.add(Mounting.put("empty", "hiddenfolder", why));
            Step cover =
                    new FirstOf(
                            List.of(
                                    new Group(folder, "hide a folder"),
                                    Mounting.put("null" + i, "hidden", why)),
                            why);
            steps.add(new IfThere(find(path, 0, "hidden"), List.of(cover), why));
        }
        return new Plan(steps);
    }

    /** After the old root has gone: makes each path, and all below, read-only. */
    public static Plan guard(List<String> paths) {
        List<Step> steps = new ArrayList<>();
        for (String path : paths) {
            String why = "make " + path + " read-only";
            steps.add(
                    new IfThere(
                            find(path, 0, "guarded"),
                            List.of(
                                    Mounting.copyOfOpen("guarded", "copy", "make a mount of it"),
                                    Mounting.restrict("copy", MOUNT_ATTR_RDONLY, "read-only"),
                                    Mounting.put("copy", "guarded", why)),
                            why));
        }
        return new Plan(steps);
    }

    private static Do find(String path, long flags, String name) {
        return Step.call(
                        "find " + path,
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                OpenHow.of(O_PATH | O_CLOEXEC | flags, RESOLVE_NO_MAGICLINKS),
                                Arg.num(OpenHow.SIZE)))
                .as(name);
    }
}
