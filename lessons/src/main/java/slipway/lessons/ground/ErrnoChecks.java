package slipway.lessons.ground;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import slipway.lessons.Bench;
import slipway.lessons.Checks;
import slipway.lessons.NotYet;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Errno;
import slipway.linux.Family;
import slipway.linux.Syscall;

/** Exercise 0.3: the learner's answers are compared with the kernel's. */
public final class ErrnoChecks implements Checks {
    private static final List<Errno> EIGHT =
            List.of(
                    Errno.ENOENT,
                    Errno.EEXIST,
                    Errno.ENOTDIR,
                    Errno.EISDIR,
                    Errno.ENOTEMPTY,
                    Errno.ELOOP,
                    Errno.ENAMETOOLONG,
                    Errno.EBADF);
    private static final List<Syscall> ALLOWED =
            List.of(Syscall.OPENAT, Syscall.MKDIRAT, Syscall.UNLINKAT, Syscall.READ, Syscall.CLOSE);

    @Override
    public void run(Bench bench) {
        bench.check("not-minus-one", () -> notMinusOne(bench));
        bench.check("at-once", () -> atOnce(bench));
        bench.check("stale", () -> stale(bench));
        bench.check("result", () -> result(bench));
        bench.check("table", () -> table(bench));
    }

    private static CallsTheKernel.Answer attempt(Bench bench, LibC libc, Call call)
            throws Exception {
        return bench.learner(CallsTheKernel.class).attempt(new OneCall(libc, call), call);
    }

    private static void notMinusOne(Bench bench) throws Exception {
        Call call = missing(bench);
        CallsTheKernel.Answer answer = attempt(bench, new KernelLibC(), call);
        if (answer.errno().equals(Optional.of(Errno.EPERM))) {
            throw new NotYet(call + " failed with ENOENT, number 2. You say EPERM, number 1.");
        }
    }

    private static void atOnce(Bench bench) throws Exception {
        Call call = missing(bench);
        CallsTheKernel.Answer answer = attempt(bench, new KernelLibC(), call);
        if (!answer.errno().equals(Optional.of(Errno.ENOENT))) {
            throw new NotYet(call + " failed with ENOENT. You say " + shown(answer) + ".");
        }
    }

    private static void stale(Bench bench) throws Exception {
        LibC libc = new KernelLibC();
        libc.call(missing(bench));
        Call call = Call.of(Syscall.GETPID);
        CallsTheKernel.Answer answer = attempt(bench, libc, call);
        // Only this: what is wrong with the number is for the next check.
        if (answer.errno().equals(Optional.of(Errno.ENOENT))) {
            throw new NotYet(
                    "getpid() succeeded, after an openat that had failed. You say ENOENT.");
        }
    }

    private static void result(Bench bench) throws Exception {
        long pid = ProcessHandle.current().pid();
        CallsTheKernel.Answer answer = attempt(bench, new KernelLibC(), Call.of(Syscall.GETPID));
        if (answer.errno().isPresent() || answer.result() != pid) {
            throw new NotYet("getpid() returned " + pid + ". You say " + shown(answer) + ".");
        }
    }

    private static void table(Bench bench) throws Exception {
        Path folder = Files.createTempDirectory(bench.scratch(), "table");
        Files.createFile(Files.createDirectory(folder.resolve("full")).resolve("file"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        Map<Errno, Call> calls = bench.learner(CallsTheKernel.class).provoke(folder);
        List<Errno> missing = new ArrayList<>(EIGHT);
        missing.removeAll(calls.keySet());
        if (!missing.isEmpty()) throw NotYet.unusable("There is no call for " + missing + ".");
        for (Errno errno : EIGHT) {
            Call call = calls.get(errno);
            if (call == null) throw NotYet.unusable("There is null for " + errno + ".");
            refuseOthers(call, folder);
            LibC libc = new KernelLibC();
            long result = libc.call(call);
            String came = result == -1 ? Errno.of(libc.errno()).name() : "success: " + result;
            if (!came.equals(errno.name())) {
                throw new NotYet(
                        call + " was to fail with " + errno + ", but came to " + came + ".");
            }
        }
    }

    /** The kit makes what the learner describes in its own process: so only what harms nothing. */
    private static void refuseOthers(Call call, Path folder) {
        boolean allowed = ALLOWED.contains(call.syscall());
        for (Arg arg : call.args()) {
            if (arg instanceof Arg.Text text) {
                allowed &= Path.of(text.value()).normalize().startsWith(folder);
            }
        }
        boolean byNumber = call.syscall() == Syscall.READ || call.syscall() == Syscall.CLOSE;
        if (byNumber && call.args().get(0) instanceof Arg.Num fd) {
            allowed &= fd.value() < 0 || fd.value() > 10_000;
        }
        if (!allowed) {
            throw NotYet.unusable(
                    call
                            + " is not made: only openat, mkdirat and unlinkat below the folder,"
                            + " and read and close of a descriptor above 10000.");
        }
    }

    private static Call missing(Bench bench) throws IOException {
        String name = "w" + ThreadLocalRandom.current().nextInt(1 << 30);
        return Call.of(
                Syscall.OPENAT,
                Arg.flag(Constants.AT_FDCWD, Family.DIRFD),
                Arg.text(bench.scratch().resolve(name).toString()),
                Arg.flag(Constants.O_RDONLY, Family.OPEN),
                Arg.mode(0));
    }

    private static String shown(CallsTheKernel.Answer answer) {
        return answer.errno().map(Errno::name).orElse("success: " + answer.result());
    }
}
