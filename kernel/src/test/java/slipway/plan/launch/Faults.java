package slipway.plan.launch;

import java.util.List;
import slipway.linux.LinuxKernel;
import slipway.plan.program.Rec;
import slipway.plan.program.Sabotage;

/** Tampering by the name of a call. */
final class Faults {
    private Faults() {}

    /**
     * Leaves a call out of the program that runs in our memory: the first that starts like this.
     */
    static Tampering withoutInEntry(String call) {
        return new Tampering(leaveOut(call), Sabotage.NONE, false);
    }

    /** Leaves a call out of the program that runs in its own memory. */
    static Tampering withoutInMain(String call) {
        return new Tampering(Sabotage.NONE, leaveOut(call), false);
    }

    static Launcher launcher(Tampering tampering) {
        return new Launcher(LinuxKernel.INSTANCE, tampering);
    }

    static Sabotage leaveOut(String call) {
        return (records, data) -> Sabotage.leaveOut(indexOf(records, call)).apply(records, data);
    }

    private static int indexOf(List<Rec> records, String call) {
        for (int i = 0; i < records.size(); i++) {
            Rec record = records.get(i);
            if (record.isCall() && record.call().toString().startsWith(call)) return i;
        }
        throw new AssertionError("no record is " + call);
    }
}
