package slipway.linux;

import static slipway.linux.Constants.CLD_EXITED;
import static slipway.linux.Constants.POLLIN;
import static slipway.linux.Constants.P_PGID;
import static slipway.linux.Constants.P_PIDFD;
import static slipway.linux.Constants.WEXITED;
import static slipway.linux.Constants.__WALL;

import java.time.Duration;
import java.util.Optional;

/**
 * A process held by a descriptor, so that its pid can never come to mean another one.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/pidfd_open.2.html">pidfd_open(2)</a>
 */
public final class PidFd implements AutoCloseable {
    private static final int SIGINFO_SIZE = 128;
    private static final int SI_CODE = 8;
    private static final int SI_STATUS = 24;

    private final int pid;
    private final Fd fd;

    public PidFd(int pid, Fd fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /**
     * {@code pidfd_open(pid, 0)}.
     *
     * @throws SyscallException ESRCH when there is no such process
     */
    public static PidFd open(int pid) {
        return new PidFd(pid, Fd.owned(LinuxKernel.quick(Syscall.PIDFD_OPEN, pid, 0, 0, 0, 0)));
    }

    /** The number that this process had when it was made, in the caller's PID namespace. */
    public int pid() {
        return pid;
    }

    public Fd fd() {
        return fd;
    }

    /**
     * {@code pidfd_send_signal(fd, signal, NULL, 0)}.
     *
     * @return false when the process has ended and been waited for
     * @throws SyscallException EPERM for a process of somebody else
     */
    public boolean signal(int signal) {
        try {
            LinuxKernel.quick(Syscall.PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0, 0);
            return true;
        } catch (SyscallException e) {
            if (e.errno() == Errno.ESRCH) return false;
            throw e;
        }
    }

    /**
     * {@code ppoll} on the descriptor: waits for the end, without taking the status away.
     *
     * @return whether the process has ended within the time
     */
    public boolean awaitEnd(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try (Memory memory = Memory.allocate(24)) {
            while (true) {
                long left = Math.max(0, deadline - System.nanoTime());
                memory.putInt(0, fd.number());
                memory.putInt(4, (int) POLLIN);
                memory.putLong(8, left / 1_000_000_000);
                memory.putLong(16, left % 1_000_000_000);
                try {
                    long at = memory.address();
                    return LinuxKernel.quick(Syscall.PPOLL, at, 1, at + 8, 0, 8) == 1;
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EINTR) throw e;
                }
            }
        }
    }

    /**
     * {@code ppoll} on the descriptor and on another: waits for the end of the process, or until
     * the other can be read.
     *
     * @return whether the other can be read, be it its end
     */
    public boolean awaitEndOr(Fd readable) {
        try (Memory memory = Memory.allocate(16)) {
            while (true) {
                memory.putInt(0, fd.number());
                memory.putInt(4, (int) POLLIN);
                memory.putInt(8, readable.number());
                memory.putInt(12, (int) POLLIN);
                try {
                    LinuxKernel.quick(Syscall.PPOLL, memory.address(), 2, 0, 0, 8);
                    return memory.getInt(12) >>> 16 != 0;
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EINTR) throw e;
                }
            }
        }
    }

    /**
     * {@code waitid(P_PIDFD, fd, info, WEXITED | __WALL)}: waits for the end of a child and reaps
     * it. A second call fails with ECHILD.
     *
     * @throws SyscallException ECHILD when it is not a child of this process, or was reaped before
     * @see <a href="https://man7.org/linux/man-pages/man2/waitid.2.html">waitid(2)</a>
     */
    public ExitStatus reap() {
        return reap(WEXITED | __WALL).orElseThrow();
    }

    /** Like {@link #reap()}, but does not wait: empty while the child runs. */
    public Optional<ExitStatus> reapIfEnded() {
        return reap(WEXITED | __WALL | Constants.WNOHANG);
    }

    /**
     * Ends and reaps this child, and all our children in the process group that it leads, if it
     * does: what it may have made with {@code CLONE_PARENT}, and not told us of.
     */
    public void endGroup() {
        int[] group = {-pid, pid};
        for (int whom : group) {
            try {
                LinuxKernel.quick(Syscall.KILL, whom, Constants.SIGKILL, 0, 0, 0);
            } catch (SyscallException e) {
                if (e.errno() != Errno.ESRCH) throw e;
            }
        }
        reap();
        while (true) {
            try {
                LinuxKernel.quick(Syscall.WAITID, P_PGID, pid, 0, WEXITED | __WALL, 0);
            } catch (SyscallException e) {
                if (e.errno() == Errno.ECHILD) return;
                if (e.errno() != Errno.EINTR) throw e;
            }
        }
    }

    private Optional<ExitStatus> reap(long options) {
        try (Memory info = Memory.allocate(SIGINFO_SIZE)) {
            while (true) {
                try {
                    LinuxKernel.quick(
                            Syscall.WAITID, P_PIDFD, fd.number(), info.address(), options, 0);
                    break;
                } catch (SyscallException e) {
                    if (e.errno() != Errno.EINTR) throw e;
                }
            }
            int code = info.getInt(SI_CODE);
            if (code == 0) return Optional.empty();
            int status = info.getInt(SI_STATUS);
            return Optional.of(
                    code == CLD_EXITED ? ExitStatus.exited(status) : ExitStatus.killedBy(status));
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
