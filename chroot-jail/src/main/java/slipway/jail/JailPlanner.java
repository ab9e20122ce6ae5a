package slipway.jail;

import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * The jails of this stage, from the weakest to the one that containers use. Each makes an absolute
 * directory of the host the root of the process; the last two in a mount namespace of its own.
 *
 * <p>chroot(2) says itself that it "is not intended to be used for any kind of security purpose":
 * {@code slipway attack} shows what gets out of which.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/chroot.2.html">chroot(2)</a>
 */
public final class JailPlanner {
    private JailPlanner() {}

    /**
     * chroot without chdir: the working directory stays where it was, and whoever stands outside of
     * his root walks up from there by {@code ..} as before.
     */
    public static Plan chrootOnly(String directory) {
        return Plan.of(chroot(directory));
    }

    /** chdir, chroot, chdir: names are looked up in the directory. Root can still leave it. */
    public static Plan chrootAndChdir(String directory) {
        return Plan.of(chdir(directory), chroot("."), chdir("/"));
    }

    /**
     * pivot_root that keeps the old root, and all that is mounted there, in sight of the jail.
     *
     * @param oldRoot an empty directory of it, relative, that the old root is mounted on
     */
    public static Plan pivotKeeping(String directory, String oldRoot) {
        return RootPlanner.prepare(directory)
                .then(
                        Plan.of(
                                Step.call(
                                        "go to the new root",
                                        Call.of(Syscall.FCHDIR, Arg.result(RootPlanner.ROOT))),
                                Step.call(
                                        "make it the root, the old one below it",
                                        Call.of(
                                                Syscall.PIVOT_ROOT,
                                                Arg.text("."),
                                                Arg.text(oldRoot))),
                                chdir("/")));
    }

    /** pivot_root that lets the old root go: there is nothing left outside to be walked to. */
    public static Plan pivot(String directory) {
        return RootPlanner.prepare(directory).then(RootPlanner.enter());
    }

    private static Step chdir(String path) {
        return Step.call("go to " + path, Call.of(Syscall.CHDIR, Arg.text(path)));
    }

    private static Step chroot(String path) {
        return Step.call("make it the root", Call.of(Syscall.CHROOT, Arg.text(path)));
    }
}
