package slipway.lessons.spaces;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.O_RDONLY;

import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Step;

/** Steps by which a process keeps a namespace at hand, and goes back to it later. */
final class Kept {
    private Kept() {}

    /** Keeps the mount namespace that it is in under a name. */
    static Step mounts(String name) {
        return Step.call(
                        "keep the mount namespace at hand",
                        Call.of(
                                Syscall.OPENAT,
                                Arg.flag(AT_FDCWD, Family.DIRFD),
                                Arg.text("/proc/self/ns/mnt"),
                                Arg.flag(O_RDONLY, Family.OPEN),
                                Arg.mode(0)))
                .as(name);
    }

    /** Goes to one that it has kept. */
    static Step toMounts(String name) {
        List<Arg> args = List.of(Arg.result(name), Arg.flag(CLONE_NEWNS, Family.CLONE));
        return Step.call("go to " + name, new Call(Syscall.SETNS, args));
    }
}
