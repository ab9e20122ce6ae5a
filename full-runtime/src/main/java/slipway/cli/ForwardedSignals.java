package slipway.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.linux.Constants;
import slipway.linux.ProcStatus;
import slipway.plan.launch.Child;
import slipway.plan.launch.HandOver;
import slipway.plan.launch.SignalRule;

/**
 * Hands the signals that slipway gets on to the container's first process.
 *
 * <p>To that process the kernel delivers no signal that it has no handler for (pid_namespaces(7)),
 * so it would outlive every Ctrl-C. The second one therefore kills it; and so does the second
 * SIGTERM, and a hang-up, which does not come twice. What has a handler is killed by the second
 * Ctrl-C only.
 *
 * <p>One more process in a container is no such process: what it has no handler for ends it, unless
 * it ignores that. Then the second one kills it, too.
 *
 * <p>SIGTERM is how slipway is asked to stop, by init systems too. An image may name another signal
 * that its program takes for that; it gets that one then.
 *
 * <p>It listens before there is a container, which may otherwise have said that it is ready when
 * the signal still ends slipway. What comes meanwhile is handed on when it can be.
 */
final class ForwardedSignals implements JvmSignals.Listener, HandOver.Quiet {
    private static final String[] NAMES = {"INT", "TERM", "HUP", "USR1", "USR2"};
    private static final long TWICE_NANOS = 5_000_000_000L;

    /** timeout(1) sends every signal twice, one right after the other. */
    private static final long TOO_FAST_NANOS = 100_000_000L;

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int SIGNALS_END = 65;

    /** A shell's exit status for a death by a signal begins here. */
    private static final int SIGNALLED = 128;

    private final int stop;
    private final boolean first;
    private final long[] lastAt = new long[SIGNALS_END];
    private @Nullable Child child;
    private int early;
    private String earlyName = "";
    private volatile String verdict = "";

    private ForwardedSignals(int stop, boolean first) {
        this.stop = stop;
        this.first = first;
    }

    /**
     * Begins to listen.
     *
     * @param stop the signal that stands for SIGTERM
     */
    static ForwardedSignals listen(int stop) {
        return listen(new ForwardedSignals(stop, true));
    }

    /** The same for a process that is not the container's first. */
    static ForwardedSignals listenForAnother() {
        return listen(new ForwardedSignals(Constants.SIGTERM, false));
    }

    private static ForwardedSignals listen(ForwardedSignals signals) {
        for (String name : NAMES) JvmSignals.listen(name, signals);
        return signals;
    }

    /** From now on to this process, and first what has come already. */
    synchronized ForwardedSignals to(Child started) {
        child = started;
        if (early != 0) handOn(started, early, earlyName);
        return this;
    }

    @Override
    public synchronized void arrived(int number, String name) {
        if (child != null) {
            handOn(child, number, name);
            return;
        }
        // Whoever says it twice means us: the start may wait for something that does not come. The
        // guard sees to what there is of a container.
        if (early != 0 && isLethal(number)) Runtime.getRuntime().halt(SIGNALLED + number);
        early = number;
        earlyName = name;
    }

    private void handOn(Child child, int number, String name) {
        int passed = number == Constants.SIGTERM ? stop : number;
        boolean handled = handles(child, passed);
        if (!child.signal(passed) || !isLethal(number)) return;
        long now = System.nanoTime();
        long since = now - lastAt[number];
        boolean again = lastAt[number] != 0 && since < TWICE_NANOS;
        lastAt[number] = now;
        if (handled) {
            // Many shells note it and go on to wait for what they run, which has not got it.
            boolean byHand = again && since > TOO_FAST_NANOS && number == Constants.SIGINT;
            if (byHand) kill(child, unimpressed());
            return;
        }
        if (!again && (number != Constants.SIGHUP || !first)) return;
        kill(child, again ? ignoresTwice(number, name) : ignores(number, name) + "; killed it");
    }

    private String who() {
        return first ? "the container's first process " : "the program ";
    }

    private String unimpressed() {
        return who() + "has not ended on SIGINT; killed it on the second Ctrl-C";
    }

    private String ignores(int number, String name) {
        boolean itself = number != Constants.SIGTERM || stop == number;
        return who()
                + "ignores "
                + (itself ? "SIG" + name : "signal " + stop)
                + (first ? ", as PID 1 without a handler does" : "");
    }

    private String ignoresTwice(int number, String name) {
        String second = number == Constants.SIGINT ? "Ctrl-C" : "SIG" + name;
        return ignores(number, name) + "; killed it on the second " + second;
    }

    private void kill(Child child, String why) {
        verdict = why;
        child.signal(Constants.SIGKILL);
    }

    /** The same for who hands signals on when there is no JVM any more. */
    List<SignalRule> rules() {
        String hangUp = first ? ignores(Constants.SIGHUP, "HUP") + "; killed it" : "";
        return List.of(
                rule(Constants.SIGINT, "INT", "", unimpressed()),
                rule(Constants.SIGTERM, "TERM", "", ""),
                rule(Constants.SIGHUP, "HUP", hangUp, ""),
                SignalRule.harmless(Constants.SIGQUIT),
                SignalRule.harmless(Constants.SIGUSR1),
                SignalRule.harmless(Constants.SIGUSR2));
    }

    private SignalRule rule(int number, String name, String once, String handledTwice) {
        int passed = number == Constants.SIGTERM ? stop : number;
        return new SignalRule(number, passed, once, ignoresTwice(number, name), handledTwice);
    }

    /** Whether nothing has come lately that the next signal is to be compared with. */
    @Override
    public synchronized boolean isQuiet() {
        long now = System.nanoTime();
        for (long last : lastAt) if (last != 0 && now - last < TWICE_NANOS) return false;
        return verdict.isEmpty();
    }

    /** Why the container was killed, if it was. */
    void explain() {
        if (!verdict.isEmpty()) System.err.println("slipway: " + verdict);
    }

    /** Ends a container that nobody reads the output of any more. */
    void hangUp(Child child) {
        if (handles(child, Constants.SIGHUP) && child.signal(Constants.SIGHUP)) child.await(GRACE);
        child.signal(Constants.SIGKILL);
    }

    private static boolean isLethal(int number) {
        return number == Constants.SIGINT
                || number == Constants.SIGTERM
                || number == Constants.SIGHUP;
    }

    private boolean handles(Child child, int number) {
        try {
            ProcStatus.Signals signals = ProcStatus.ofPid(child.pid()).signals();
            // What it has blocked it takes when it likes, as an init of ours does.
            long heard = first ? signals.caught() | signals.blocked() : ~signals.ignored();
            return (heard >> number - 1 & 1) == 1;
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
