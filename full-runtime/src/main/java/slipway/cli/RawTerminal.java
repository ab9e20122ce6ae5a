package slipway.cli;

import slipway.linux.Arg;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Termios;
import slipway.plan.launch.Launcher;
import slipway.plan.launch.TerminalKeeper;

/**
 * Our caller's terminal while a container has the use of it: every key goes there unseen, Ctrl-C
 * too. It is made what it was by a process of its own, so also when this JVM is killed.
 */
final class RawTerminal implements AutoCloseable {
    private final Termios before;
    private final TerminalKeeper keeper;

    private RawTerminal(Termios before, TerminalKeeper keeper) {
        this.before = before;
        this.keeper = keeper;
    }

    /** Begins with standard input, which must be a terminal. */
    static RawTerminal enter(Launcher launcher) {
        Termios before = Termios.of(Fd.STDIN).orElseThrow();
        Termios raw = before.raw();
        TerminalKeeper keeper = TerminalKeeper.start(launcher, Fd.STDIN, before, raw);
        set(raw);
        return new RawTerminal(before, keeper);
    }

    /** Whether {@link #enter} is possible. */
    static boolean isPossible() {
        return Termios.of(Fd.STDIN).isPresent();
    }

    private static void set(Termios termios) {
        LinuxKernel.INSTANCE.call(termios.setCall(Arg.num(Fd.STDIN.number())));
    }

    @Override
    public void close() {
        if (!keeper.giveBack() && isPossible()) set(before); // somebody killed it
        keeper.close();
    }
}
