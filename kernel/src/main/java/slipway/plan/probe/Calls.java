package slipway.plan.probe;

import static slipway.linux.Constants.AT_FDCWD;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;
import static slipway.linux.Constants.O_CLOEXEC;

import java.nio.charset.StandardCharsets;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.plan.Do;
import slipway.plan.Step;

/** Steps that more than one experiment takes. */
final class Calls {
    private static final int PRIVATE_FOLDER = 0700;
    private static final int PRIVATE_FILE = 0600;

    private Calls() {}

    static Step keepMountsToOurselves() {
        return mount("keep mounts to ourselves", Arg.NULL, "/", Arg.NULL, MS_REC | MS_PRIVATE, "");
    }

    static Step mount(String type, String target, String options) {
        return mount("mount " + type, Arg.text(type), target, Arg.text(type), 0, options);
    }

    private static Step mount(
            String why, Arg source, String target, Arg type, long flags, String options) {
        Arg data = options.isEmpty() ? Arg.NULL : Arg.text(options);
        Arg mask = Arg.flag(flags, Family.MOUNT);
        return Step.call(why, Call.of(Syscall.MOUNT, source, Arg.text(target), type, mask, data));
    }

    static Do makeFolder(String path) {
        Arg at = Arg.flag(AT_FDCWD, Family.DIRFD);
        return Step.call(
                "make " + path,
                Call.of(Syscall.MKDIRAT, at, Arg.text(path), Arg.mode(PRIVATE_FOLDER)));
    }

    static Do open(String path, long flags) {
        return Step.call(
                "open " + path,
                Call.of(
                        Syscall.OPENAT,
                        Arg.flag(AT_FDCWD, Family.DIRFD),
                        Arg.text(path),
                        Arg.flag(flags | O_CLOEXEC, Family.OPEN),
                        Arg.mode(PRIVATE_FILE)));
    }

    static Step write(String fd, String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return Step.call(
                "write", Call.of(Syscall.WRITE, Arg.result(fd), Arg.text(text), Arg.num(length)));
    }

    static Step unshare(long flags) {
        return Step.call(
                "leave the namespace that we are in",
                Call.of(Syscall.UNSHARE, Arg.flag(flags, Family.CLONE)));
    }
}
