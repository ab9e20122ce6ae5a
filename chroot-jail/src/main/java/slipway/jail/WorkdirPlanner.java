package slipway.jail;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_DIRECTORY;
import static slipway.linux.Constants.O_PATH;
import static slipway.linux.Constants.RESOLVE_NO_MAGICLINKS;

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
 * Steps of a process inside that go to its working directory. The name is an image's or a caller's,
 * and {@code /proc/self/fd/7} is one, too: where 7 is a directory of the host, it leads out of the
 * container (CVE-2024-21626). So no link of that kind is followed, wherever in the path it is. The
 * kernel says ELOOP to it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/openat2.2.html">openat2(2), {@code
 *     RESOLVE_NO_MAGICLINKS}</a>
 */
public final class WorkdirPlanner {
    private static final String WORKDIR = "workdir";
    private static final int FOLDER = 0755;

    private WorkdirPlanner() {}

    /**
     * Goes there.
     *
     * @param path absolute
     */
    public static Plan go(String path) {
        List<Step> steps = new ArrayList<>();
        go(steps, path);
        return new Plan(steps);
    }

    /**
     * Makes what is missing of it, and goes there.
     *
     * @param path absolute
     */
    public static Plan make(String path) {
        List<Step> steps = new ArrayList<>();
        for (int start = 1; start < path.length(); ) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            if (end > start) make(steps, path.substring(0, start), path.substring(start, end));
            start = end + 1;
        }
        go(steps, path);
        return new Plan(steps);
    }

    private static void make(List<Step> steps, String parent, String name) {
        steps.add(open(parent));
        Call make = Call.of(Syscall.MKDIRAT, Arg.result(WORKDIR), Arg.text(name), Arg.mode(FOLDER));
        steps.add(Step.call("have a folder " + parent + name, make).tolerating(Errno.EEXIST));
        steps.add(close());
    }

    private static void go(List<Step> steps, String path) {
        steps.add(open(path));
        steps.add(
                Step.call(
                        "go to the working directory",
                        Call.of(Syscall.FCHDIR, Arg.result(WORKDIR))));
        steps.add(close());
    }

    private static Step open(String path) {
        return Step.call(
                        "find the working directory " + path,
                        Call.of(
                                Syscall.OPENAT2,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text(path),
                                OpenHow.of(O_PATH | O_DIRECTORY | O_CLOEXEC, RESOLVE_NO_MAGICLINKS),
                                Arg.num(OpenHow.SIZE)))
                .as(WORKDIR);
    }

    private static Step close() {
        return Step.call("close it", Call.of(Syscall.CLOSE, Arg.result(WORKDIR)));
    }
}
