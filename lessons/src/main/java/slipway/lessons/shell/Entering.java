package slipway.lessons.shell;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.O_CLOEXEC;
import static slipway.linux.Constants.O_RDONLY;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.namespaces.Namespace;
import slipway.plan.Step;

/** The steps by which a process goes where another one is. */
final class Entering {
    private Entering() {}

    /**
     * @param paths for each kind, as in {@code /proc/PID/ns}, a file that stands for a namespace
     */
    static List<Step> steps(Map<String, String> paths) {
        List<Step> steps = new ArrayList<>();
        // All are opened before the first is entered: it may be one without our /proc.
        paths.forEach((kind, path) -> steps.add(open(kind, path)));
        for (String kind : paths.keySet()) steps.add(enter(kind));
        return steps;
    }

    private static Step open(String kind, String path) {
        Call call =
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(O_RDONLY | O_CLOEXEC, Family.OPEN),
                        Arg.mode(0));
        return Step.call("have its " + kind + " namespace", call).as(kind);
    }

    private static Step enter(String kind) {
        Arg flag = Arg.flag(flagOf(kind), Family.CLONE);
        Call call = Call.of(Syscall.SETNS, Arg.result(kind), flag);
        return Step.call("enter its " + kind + " namespace", call);
    }

    private static long flagOf(String kind) {
        for (Namespace each : Namespace.values()) {
            if (each.procName().equals(kind)) return each.cloneFlag();
        }
        throw new IllegalArgumentException("there is no kind of namespace called " + kind);
    }
}
