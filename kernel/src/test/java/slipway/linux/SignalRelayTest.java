package slipway.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignalRelayTest {
    private static final int SIGNALFD_SIGINFO = 128;

    /** USR1 without a handler would end this JVM. */
    @Test
    void a_signal_to_the_process_waits_on_the_thread_that_asked_for_it() throws Exception {
        int[] signals = {Constants.SIGUSR1};
        try (SignalRelay relay = SignalRelay.toThisThread(signals)) {
            assertThat(relay.signals()).isEqualTo(1L << Constants.SIGUSR1 - 1);
            for (int i = 0; i < 20; i++) {
                Programs.output("kill", "-USR1", Long.toString(ProcessHandle.current().pid()));
                assertThat(taken(relay.signals())).isEqualTo(Constants.SIGUSR1);
            }
        }
    }

    /** Waits for it on this thread, to which the handler of another one sends it. */
    private static int taken(long mask) {
        try (Memory memory = Memory.allocate(SIGNALFD_SIGINFO)) {
            memory.putLong(0, mask);
            long at = memory.address();
            Fd fd = Fd.owned(LinuxKernel.quick(Syscall.SIGNALFD4, -1, at, 8, 0, 0));
            try (fd) {
                fd.read(memory, SIGNALFD_SIGINFO);
                return memory.getInt(0);
            }
        }
    }
}
