package slipway.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slipway.jail.TerminalPlanner;
import slipway.linux.Arg;
import slipway.linux.Errno;
import slipway.linux.ExitStatus;
import slipway.linux.Fd;
import slipway.linux.FdPassing;
import slipway.linux.LinuxKernel;
import slipway.linux.Memory;
import slipway.linux.Readable;
import slipway.linux.SyscallException;
import slipway.linux.WindowSize;
import slipway.plan.launch.Child;
import slipway.plan.launch.Launch;
import slipway.plan.launch.Launcher;

/**
 * The terminal of one container, seen from outside: what the container writes goes to standard
 * output, what is typed goes to the container, and it is always as large as ours.
 */
final class Terminal {
    private static final int BUFFER = 1 << 16;

    /** Between two looks at a terminal that no program has open at the moment. */
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Fd master;
    private final Child child;
    private final ForwardedSignals signals;
    private boolean over;

    private Terminal(Fd master, Child child, ForwardedSignals signals) {
        this.master = master;
        this.child = child;
        this.signals = signals;
    }

    /** How large ours is; unknown if we have none. */
    static WindowSize ourSize() {
        for (Fd stream : new Fd[] {Fd.STDOUT, Fd.STDIN, Fd.STDERR}) {
            Optional<WindowSize> size = WindowSize.of(stream);
            if (size.isPresent()) return size.get();
        }
        return WindowSize.UNKNOWN;
    }

    /**
     * Runs a container whose plan makes a terminal, until it ends.
     *
     * @param interactive whether what is typed goes to it
     * @param stop the signal that it gets for SIGTERM
     */
    static ExitStatus run(Launcher launcher, Launch launch, boolean interactive, int stop) {
        Start start =
                new Start() {
                    @Override
                    public Child with(Fd console) {
                        Map<Integer, Fd> fds = new TreeMap<>(launch.fds());
                        fds.put(TerminalPlanner.SOCKET, console);
                        return launcher.start(launch.withFds(fds));
                    }
                };
        return run(launcher, start, interactive, ForwardedSignals.listen(stop));
    }

    /** How a process is started that sends its terminal over a socket. */
    interface Start {
        Child with(Fd console);
    }

    /** The same for a process that is started otherwise, and told of these signals. */
    static ExitStatus run(
            Launcher launcher, Start start, boolean interactive, ForwardedSignals signals) {
        try (FdPassing.Pair pair = FdPassing.pair()) {
            try (Child child = start.with(pair.theirs())) {
                signals.to(child);
                try (Fd master = FdPassing.receive(pair.ours()).orElseThrow()) {
                    Terminal terminal = new Terminal(master, child, signals);
                    ExitStatus status = terminal.converse(launcher, interactive);
                    signals.explain();
                    return status;
                }
            }
        }
    }

    private ExitStatus converse(Launcher launcher, boolean interactive) {
        try {
            return talk(launcher, interactive);
        } finally {
            end();
        }
    }

    /** From now on the number of the descriptor may be another's. */
    private synchronized void end() {
        over = true;
    }

    @SuppressWarnings("try") // the end is what the two resources are there for
    private ExitStatus talk(Launcher launcher, boolean interactive) {
        JvmSignals.listen("WINCH", new Resize());
        resize(); // it may have changed since the plan was made
        if (!interactive) {
            show();
            return child.await();
        }
        try (RawTerminal raw = RawTerminal.enter(launcher);
                Typing typing = Typing.to(master)) {
            show();
            return child.await();
        }
    }

    private final class Resize implements JvmSignals.Listener {
        @Override
        public void arrived(int number, String name) {
            resize();
        }
    }

    private synchronized void resize() {
        WindowSize size = ourSize();
        if (over || size.equals(WindowSize.UNKNOWN)) return;
        LinuxKernel.INSTANCE.call(size.setCall(Arg.num(master.number())));
    }

    /** Until the container has ended and everything that it wrote was shown. */
    private void show() {
        try (Memory buffer = Memory.allocate(BUFFER)) {
            while (true) {
                Readable ready = Readable.await(master, child.pidFd().fd());
                int count = ready.first() ? read(buffer) : 0;
                if (count > 0 && !write(buffer, count)) return;
                if (count > 0) continue;
                if (ready.second()) return;
                child.await(PAUSE); // a program may open it again
            }
        }
    }

    /** 0 while no program has the terminal open: EIO is how a terminal says that. */
    private int read(Memory buffer) {
        try {
            return master.read(buffer, BUFFER);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EIO) throw e;
            return 0;
        }
    }

    private boolean write(Memory buffer, int count) {
        try {
            Fd.STDOUT.write(buffer, count);
            return true;
        } catch (SyscallException e) {
            if (e.errno() != Errno.EPIPE && e.errno() != Errno.EIO) throw e;
            signals.hangUp(child); // nobody looks any more
            return false;
        }
    }
}
