package slipway.cli;

import java.io.IOException;
import java.time.Duration;
import slipway.linux.Constants;
import slipway.linux.ProcStatus;
import slipway.plan.launch.Child;

/**
 * Hands the signals that slipway gets on to the container's first process.
 *
 * <p>To that process the kernel delivers no signal that it has no handler for (pid_namespaces(7)),
 * so it would outlive every Ctrl-C. The second one therefore kills it; and so does a hang-up, which
 * does not come twice.
 */
final class ForwardedSignals implements JvmSignals.Listener {
    private static final String[] NAMES = {"INT", "TERM", "HUP", "USR1", "USR2"};
    private static final long TWICE_NANOS = 5_000_000_000L;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int SIGNALS_END = 65;

    private final Child child;
    private final long[] ignoredAt = new long[SIGNALS_END];
    private volatile String verdict = "";

    private ForwardedSignals(Child child) {
        this.child = child;
    }

    static ForwardedSignals to(Child child) {
        ForwardedSignals signals = new ForwardedSignals(child);
        for (String name : NAMES) JvmSignals.listen(name, signals);
        return signals;
    }

    @Override
    public synchronized void arrived(int number, String name) {
        boolean heeded = heeds(number);
        if (!child.signal(number) || heeded || !isLethal(number)) return;
        long now = System.nanoTime();
        boolean again = ignoredAt[number] != 0 && now - ignoredAt[number] < TWICE_NANOS;
        ignoredAt[number] = now;
        if (!again && number != Constants.SIGHUP) return;
        verdict =
                "the container's first process ignores SIG"
                        + name
                        + ", as PID 1 without a handler does; killed it"
                        + (again ? " on the second " + cause(number, name) : "");
        child.signal(Constants.SIGKILL);
    }

    /** Why the container was killed, if it was. */
    void explain() {
        if (!verdict.isEmpty()) System.err.println("slipway: " + verdict);
    }

    /** Ends a container that nobody reads the output of any more. */
    void hangUp() {
        if (heeds(Constants.SIGHUP) && child.signal(Constants.SIGHUP)) child.await(GRACE);
        child.signal(Constants.SIGKILL);
    }

    private static String cause(int number, String name) {
        return number == Constants.SIGINT ? "Ctrl-C" : "SIG" + name;
    }

    private static boolean isLethal(int number) {
        return number == Constants.SIGINT
                || number == Constants.SIGTERM
                || number == Constants.SIGHUP;
    }

    private boolean heeds(int number) {
        try {
            return (ProcStatus.ofPid(child.pid()).signals().caught() >> number - 1 & 1) == 1;
        } catch (IOException e) {
            return false; // it has just ended
        }
    }
}
