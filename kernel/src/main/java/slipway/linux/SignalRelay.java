package slipway.linux;

import static slipway.linux.Constants.SA_RESTART;
import static slipway.linux.Constants.SA_RESTORER;
import static slipway.linux.Constants.SIG_BLOCK;
import static slipway.linux.Constants.SIG_SETMASK;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.asm.MachineCode;

/**
 * Signals of this process that wait for its next program. A JVM is about to become another program
 * by exec: what it is sent shortly before would be taken by a handler whose work nobody does any
 * more. So from now on these signals are blocked on the calling thread, and whichever other thread
 * the kernel gives one to hands it on to this thread, where it stays pending. Exec ends all other
 * threads, and keeps what is pending on this one.
 *
 * <p>The handler is machine code: it must not be Java's, which would have to run.
 */
public final class SignalRelay implements AutoCloseable {
    private static final int SIGACTION = 32;
    private static final long SIG_IGN = 1;
    private static final int SIGSET = 8;

    private final Memory before;
    private final long mask;
    private final List<Integer> relayed = new ArrayList<>();

    private SignalRelay(Memory before, long mask) {
        this.before = before;
        this.mask = mask;
    }

    /**
     * Begins. Of {@code signals} those stay ignored that our caller had ignored, as nohup(1) does.
     */
    public static SignalRelay toThisThread(int... signals) {
        Memory before = Memory.allocate(signals.length * SIGACTION);
        try (Memory action = Memory.allocate(SIGACTION)) {
            List<Integer> heard = new ArrayList<>();
            long bits = 0;
            for (int i = 0; i < signals.length; i++) {
                // All beforehand: close() puts back what is here.
                change(signals[i], 0, before.address() + (long) i * SIGACTION);
                if (before.getLong(i * SIGACTION) == SIG_IGN) continue;
                heard.add(signals[i]);
                bits |= bit(signals[i]);
            }
            SignalRelay relay = new SignalRelay(before, block(bits));
            long handler = Native.signalRelay(id(Syscall.GETPID), id(Syscall.GETTID));
            int back = MachineCode.relayReturn(Arch.current());
            action.putLong(0, handler);
            action.putLong(8, back == 0 ? SA_RESTART : SA_RESTART | SA_RESTORER);
            action.putLong(16, back == 0 ? 0 : handler + back);
            action.putLong(24, -1); // no second one while the first is handed on
            for (int i = 0; i < signals.length; i++) {
                relay.relayed.add(heard.contains(signals[i]) ? signals[i] : 0);
                if (heard.contains(signals[i])) change(signals[i], action.address(), 0);
            }
            return relay;
        }
    }

    /** Those that are handed on, as a mask. */
    public long signals() {
        long bits = 0;
        for (int signal : relayed) if (signal != 0) bits |= bit(signal);
        return bits;
    }

    private static long bit(int signal) {
        return 1L << signal - 1;
    }

    private static int id(Syscall which) {
        return (int) LinuxKernel.quick(which, 0, 0, 0, 0, 0);
    }

    private static void change(int signal, long to, long from) {
        LinuxKernel.quick(Syscall.RT_SIGACTION, signal, to, from, SIGSET, 0);
    }

    /** Also blocks these; only these, for the JVM needs others such as SIGSEGV. */
    private static long block(long bits) {
        try (Memory sets = Memory.allocate(2 * SIGSET)) {
            sets.putLong(0, bits);
            long at = sets.address();
            LinuxKernel.quick(Syscall.RT_SIGPROCMASK, SIG_BLOCK, at, at + SIGSET, SIGSET, 0);
            return sets.getLong(SIGSET);
        }
    }

    /** For when there was no exec after all: all as before; what is pending is handled now. */
    @Override
    public void close() {
        for (int i = 0; i < relayed.size(); i++) {
            if (relayed.get(i) == 0) continue;
            change(relayed.get(i), before.address() + (long) i * SIGACTION, 0);
        }
        before.close();
        try (Memory set = Memory.allocate(SIGSET)) {
            set.putLong(0, mask);
            LinuxKernel.quick(Syscall.RT_SIGPROCMASK, SIG_SETMASK, set.address(), 0, SIGSET, 0);
        }
    }
}
