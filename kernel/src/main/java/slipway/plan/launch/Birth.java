package slipway.plan.launch;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Constants;
import slipway.linux.Family;
import slipway.linux.Fd;
import slipway.linux.LinuxKernel;
import slipway.linux.PidFd;
import slipway.linux.Syscall;

/**
 * Makes a process in namespaces that are there, by entering them on this thread, which moves no
 * other, and leaving them again at once.
 */
final class Birth {
    private Birth() {}

    static PidFd in(List<Launch.Place> places, Starting starting, CloneMemory memory) {
        if (places.isEmpty()) return starting.begin(memory);
        List<Fd> ours = new ArrayList<>();
        int entered = 0;
        try {
            for (Launch.Place place : places) {
                String own = "/proc/thread-self/ns/" + place.procName();
                ours.add(Fd.open(own, Constants.O_RDONLY, 0));
            }
            for (Launch.Place place : places) {
                enter(place.fd(), place.kind());
                entered++;
            }
            return starting.begin(memory);
        } finally {
            for (int i = 0; i < entered; i++) enter(ours.get(i), places.get(i).kind());
            for (Fd each : ours) each.close();
        }
    }

    private static void enter(Fd namespace, long kind) {
        LinuxKernel.INSTANCE.call(
                Call.of(Syscall.SETNS, Arg.num(namespace.number()), Arg.flag(kind, Family.CLONE)));
    }
}
