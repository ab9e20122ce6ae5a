package slipway.plan.launch;

import static slipway.linux.Constants.O_CLOEXEC;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.Syscall;

/**
 * What {@link HandOverProgram} has open besides the standard streams. It is all opened while there
 * is a JVM that can go on if one of them is refused.
 *
 * @param pid of the container's first process
 * @param container pidfd
 * @param guardSocket what the guard ends with
 * @param guard pidfd
 * @param signals signalfd
 * @param timers one for each rule, which runs for five seconds after its signal
 */
record HandOverFds(
        int pid, int container, int guardSocket, int guard, int signals, List<Integer> timers) {
    private static final int CLOCK_MONOTONIC = 1;

    /**
     * @param opened to this is added what must be closed if there is no exec
     */
    static HandOverFds open(
            Child container, Guard guard, List<SignalRule> rules, long mask, List<Fd> opened) {
        Arg set = new Arg.Words(List.of(Arg.num(mask)), "signals");
        int signals =
                made(
                        Call.of(
                                Syscall.SIGNALFD4,
                                Arg.num(-1),
                                set,
                                Arg.num(8),
                                Arg.flag(O_CLOEXEC, Family.OPEN)),
                        opened);
        List<Integer> timers = new ArrayList<>();
        for (SignalRule rule : rules) {
            if (!rule.isLethal()) {
                timers.add(-1);
                continue;
            }
            Arg clock = new Arg.Num(CLOCK_MONOTONIC, "CLOCK_MONOTONIC");
            Arg flags = Arg.flag(O_CLOEXEC, Family.OPEN);
            timers.add(made(Call.of(Syscall.TIMERFD_CREATE, clock, flags), opened));
        }
        return new HandOverFds(
                container.pid(),
                container.pidFd().fd().number(),
                guard.socketNumber(),
                guard.pidFdNumber(),
                signals,
                timers);
    }

    private static int made(Call call, List<Fd> opened) {
        Fd fd = Fd.owned(LinuxKernel.INSTANCE.call(call));
        opened.add(fd);
        return fd.number();
    }

    Collection<Integer> all() {
        List<Integer> all = new ArrayList<>(Arrays.asList(container, guardSocket, guard, signals));
        all.addAll(timers);
        all.removeIf(fd -> fd < 0);
        return all;
    }
}
