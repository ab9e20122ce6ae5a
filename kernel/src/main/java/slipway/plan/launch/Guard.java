package slipway.plan.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import slipway.linux.Errno;
import slipway.linux.Fd;
import slipway.linux.FdPassing;
import slipway.linux.PidFd;
import slipway.linux.SyscallException;

/**
 * One process of a few KiB that kills our children when we end, however we end. Its only link to us
 * is a socket: each child's pidfd is sent over it before the child may go on, and its end is our
 * end.
 *
 * <p>Not {@code PR_SET_PDEATHSIG}: that fires when the <em>thread</em> ends that made the child,
 * and is forgotten as soon as the child changes its ids (docs/decisions/0002-guard.md).
 */
final class Guard implements Runnable {
    private final Launcher launcher;

    /** Whom the guard watches, by slot; null where a slot is free. */
    private final List<@Nullable PidFd> watched = new ArrayList<>();

    private @Nullable Child process;
    private @Nullable Fd socket;
    private boolean closed;

    Guard(Launcher launcher) {
        this.launcher = launcher;
    }

    void startMeanwhile() {
        Thread thread = new Thread(this, "guard");
        thread.setDaemon(true);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // So HotSpot calls a limit on threads. The launch will say which one.
            return;
        }
    }

    @Override
    public synchronized void run() {
        if (closed || socket != null) return;
        try {
            start();
        } catch (RuntimeException | LinkageError e) {
            // Nobody asked for it yet. The first child that is to be watched tries again, and its
            // launch fails with what is wrong then.
            socket = null;
        }
    }

    /** From now on {@code child} ends with us. */
    synchronized Watch watch(PidFd child) {
        int slot = watched.indexOf(null);
        if (slot < 0) {
            slot = watched.size();
            watched.add(child);
        } else {
            watched.set(slot, child);
        }
        try {
            tell(slot);
        } catch (RuntimeException | Error e) {
            release(slot);
            throw e;
        }
        return new Watch(this, slot);
    }

    /** That a child ends with us; to be ended when it has ended itself. */
    record Watch(Guard guard, int slot) {
        void end() {
            guard.release(slot);
        }
    }

    /** The guard keeps the stale pidfd, which is harmless, until the slot is used again. */
    private synchronized void release(int slot) {
        watched.set(slot, null);
    }

    private void tell(int slot) {
        if (socket == null) start();
        try {
            send(slot, slot);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPIPE && e.errno() != Errno.ECONNRESET) throw e;
            // Somebody killed the guard. A new one is told of all our children. It may see no gap
            // between them, so a free slot gets the child that we are here for.
            disconnect();
            start();
            for (int each = 0; each < watched.size(); each++) {
                send(watched.get(each) == null ? slot : each, each);
            }
        }
    }

    private void send(int of, int slot) {
        PidFd child = watched.get(of);
        Fd to = socket;
        if (child == null || to == null) return;
        FdPassing.send(to, child.fd(), GuardProgram.FIRST_SLOT + slot);
    }

    private void start() {
        try (FdPassing.Pair pair = FdPassing.pair()) {
            Launch launch =
                    Launch.of(slipway.plan.Plan.NOTHING)
                            .withFds(Map.of(0, pair.theirs()))
                            .outlivingUs();
            process = launcher.startProgram(launch, new GuardProgram());
            socket = pair.keepOurs();
        }
    }

    /** What the guard ends with; -1 if there is none. */
    synchronized int socketNumber() {
        return socket == null ? -1 : socket.number();
    }

    /** The guard itself, for waitid; -1 if there is none. */
    synchronized int pidFdNumber() {
        return process == null ? -1 : process.pidFd().fd().number();
    }

    /** Ends the guard, and with it every child that still runs. */
    synchronized void close() {
        closed = true;
        disconnect();
    }

    private void disconnect() {
        Fd closing = socket;
        Child ending = process;
        socket = null;
        process = null;
        if (closing != null) closing.close();
        if (ending != null) {
            ending.await();
            ending.close();
        }
    }
}
