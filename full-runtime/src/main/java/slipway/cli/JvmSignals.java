package slipway.cli;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Signals that this JVM gets, through {@code jdk.unsupported}: the Java platform has no other way.
 * Compiled by itself (see the pom), so it uses no other class of ours.
 */
final class JvmSignals implements SignalHandler {
    /** Called on a thread of its own for each signal. */
    interface Listener {
        void arrived(int number, String name);
    }

    private final Listener listener;

    private JvmSignals(Listener listener) {
        this.listener = listener;
    }

    /**
     * From now on {@code listener} is told in place of what the JVM does. A signal that our caller
     * ignores, as nohup(1) does SIGHUP, stays ignored.
     *
     * @param name without SIG
     * @return false when the JVM keeps this signal for itself
     */
    static boolean listen(String name, Listener listener) {
        try {
            Signal.handle(new Signal(name), new JvmSignals(listener));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public void handle(Signal signal) {
        listener.arrived(signal.getNumber(), signal.getName());
    }
}
