package slipway.runtime.lifecycle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Family;
import slipway.linux.Syscall;
import slipway.oci.ProcessSpec;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that limit one process and its children.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/prlimit.2.html">prlimit(2)</a>
 */
final class LimitsPlanner {
    private static final int RLIMIT = 16;

    private LimitsPlanner() {}

    static Plan rlimits(List<ProcessSpec.Rlimit> limits) {
        List<Step> steps = new ArrayList<>();
        for (ProcessSpec.Rlimit limit : limits) {
            byte[] bytes = new byte[RLIMIT];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(limit.soft())
                    .putLong(limit.hard());
            String shown =
                    "{rlim_cur="
                            + Long.toUnsignedString(limit.soft())
                            + ", rlim_max="
                            + Long.toUnsignedString(limit.hard())
                            + "}";
            steps.add(
                    Step.call(
                            "set " + limit.type(),
                            Call.of(
                                    Syscall.PRLIMIT64,
                                    Arg.num(0),
                                    Arg.flag(limit.number(), Family.RLIMIT),
                                    new Arg.Bytes(bytes, shown),
                                    Arg.NULL)));
        }
        return new Plan(steps);
    }
}
