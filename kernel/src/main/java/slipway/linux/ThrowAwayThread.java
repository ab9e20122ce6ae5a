package slipway.linux;

import static slipway.linux.Constants.CLONE_NEWNS;
import static slipway.linux.Constants.MS_PRIVATE;
import static slipway.linux.Constants.MS_REC;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A thread for one piece of work, in namespaces of its own, and never used again: namespaces belong
 * to a thread, and a thread cannot simply go back. Not for {@code CLONE_NEWUSER}, which the kernel
 * refuses a process of many threads, nor for {@code CLONE_NEWPID}, after which the thread could
 * start no other.
 */
public final class ThrowAwayThread extends Thread {
    private ThrowAwayThread(Runnable work) {
        super(work, "throw-away");
    }

    /**
     * Does the work and waits for it.
     *
     * @param unshared bits of {@code CLONE_*} for unshare(2), or 0; with {@code CLONE_NEWNS} no
     *     mount of the work is seen elsewhere
     * @throws SyscallException EPERM without CAP_SYS_ADMIN
     * @throws Exception what the work throws
     */
    public static <T> T run(long unshared, Callable<T> work) throws Exception {
        FutureTask<T> task =
                new FutureTask<>(
                        () -> {
                            if (unshared != 0) unshare(unshared);
                            return work.call();
                        });
        new ThrowAwayThread(task).start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) throw cause;
            if (e.getCause() instanceof Error cause) throw cause;
            throw e;
        }
    }

    private static void unshare(long flags) {
        LinuxKernel.INSTANCE.call(Call.of(Syscall.UNSHARE, Arg.flag(flags, Family.CLONE)));
        if ((flags & CLONE_NEWNS) == 0) return;
        LinuxKernel.INSTANCE.call(
                Call.of(
                        Syscall.MOUNT,
                        Arg.text("none"),
                        Arg.text("/"),
                        Arg.NULL,
                        Arg.flag(MS_REC | MS_PRIVATE, Family.MOUNT),
                        Arg.NULL));
    }
}
