package slipway.security;

import static slipway.linux.Constants.LINUX_CAPABILITY_VERSION_3;
import static slipway.linux.Constants.PR_CAPBSET_DROP;
import static slipway.linux.Constants.PR_CAP_AMBIENT;
import static slipway.linux.Constants.PR_CAP_AMBIENT_CLEAR_ALL;
import static slipway.linux.Constants.PR_CAP_AMBIENT_RAISE;
import static slipway.linux.Constants.PR_SET_KEEPCAPS;
import static slipway.linux.Constants.PR_SET_NO_NEW_PRIVS;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Capability;
import slipway.linux.CapabilitySet;
import slipway.linux.Family;
import slipway.linux.Shown;
import slipway.linux.Syscall;
import slipway.plan.Each;
import slipway.plan.Plan;
import slipway.plan.Step;

/**
 * Steps that leave a process certain capabilities and no others, now and after every later exec.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
public final class CapabilityPlanner {
    private CapabilityPlanner() {}

    /**
     * Takes all but {@code kept} out of the bounding set, for good.
     *
     * @param last the highest capability that the kernel knows, from /proc/sys/kernel/cap_last_cap
     */
    public static Plan bound(CapabilitySet kept, int last) {
        List<Call> drops = new ArrayList<>();
        for (int number = 0; number <= last; number++) {
            if ((kept.mask() & 1L << number) != 0) continue;
            drops.add(
                    Call.of(
                            Syscall.PRCTL,
                            Arg.flag(PR_CAPBSET_DROP, Family.PRCTL),
                            Arg.flag(number, Family.CAPABILITY),
                            Arg.num(0),
                            Arg.num(0),
                            Arg.num(0)));
        }
        if (drops.isEmpty()) return Plan.NOTHING;
        return Plan.of(new Each(drops, summary(drops), "take these capabilities away for good"));
    }

    /**
     * Keeps {@code kept} in the permitted and effective sets. The inheritable set stays empty
     * (CVE-2022-29162), and so does the ambient one.
     */
    public static Plan keep(CapabilitySet kept) {
        return Plan.of(
                Step.call(
                        "keep the other capabilities",
                        Call.of(Syscall.CAPSET, header(), sets(kept))));
    }

    /**
     * Gives the process exactly these sets.
     *
     * @see <a href="https://man7.org/linux/man-pages/man2/capset.2.html">capset(2)</a>
     */
    public static Plan have(
            CapabilitySet effective, CapabilitySet permitted, CapabilitySet inheritable) {
        String shown =
                "{effective="
                        + effective
                        + ", permitted="
                        + permitted
                        + ", inheritable="
                        + inheritable
                        + "}";
        byte[] bytes = sets(effective.mask(), permitted.mask(), inheritable.mask());
        Call capset = Call.of(Syscall.CAPSET, header(), new Arg.Bytes(bytes, shown));
        return Plan.of(Step.call("have these capabilities, and no others", capset));
    }

    /** Lets the permitted set survive a change of ids away from 0, until the next exec. */
    public static Plan surviveChangeOfIds() {
        return Plan.of(
                Step.call(
                        "keep what is permitted when the ids change",
                        prctl(Arg.flag(PR_SET_KEEPCAPS, Family.PRCTL), Arg.num(1), Arg.num(0))));
    }

    /** Gives these to programs that are run, without them being marked for it. */
    public static Plan ambient(CapabilitySet raised) {
        Arg prctl = Arg.flag(PR_CAP_AMBIENT, Family.PRCTL);
        List<Step> steps = new ArrayList<>();
        Arg clear = Arg.flag(PR_CAP_AMBIENT_CLEAR_ALL, Family.PR_CAP_AMBIENT);
        steps.add(Step.call("hand on no capability", prctl(prctl, clear, Arg.num(0))));
        for (Capability each : raised.capabilities()) {
            Arg raise = Arg.flag(PR_CAP_AMBIENT_RAISE, Family.PR_CAP_AMBIENT);
            Arg number = Arg.flag(each.ordinal(), Family.CAPABILITY);
            steps.add(Step.call("but hand on " + each, prctl(prctl, raise, number)));
        }
        return new Plan(steps);
    }

    private static Call prctl(Arg option, Arg second, Arg third) {
        return Call.of(Syscall.PRCTL, option, second, third, Arg.num(0), Arg.num(0));
    }

    private static Shown summary(List<Call> drops) {
        List<Object> parts = new ArrayList<>();
        for (Call drop : drops) {
            parts.add(parts.isEmpty() ? "prctl(PR_CAPBSET_DROP, each of " : "|");
            parts.add(drop.args().get(1));
        }
        parts.add(")");
        return Shown.of(parts.toArray());
    }

    /** No program may gain rights by being run: setuid bits and file capabilities do nothing. */
    public static Plan noNewPrivileges() {
        return Plan.of(
                Step.call(
                        "let no program gain rights by being run",
                        Call.of(
                                Syscall.PRCTL,
                                Arg.flag(PR_SET_NO_NEW_PRIVS, Family.PRCTL),
                                Arg.num(1),
                                Arg.num(0),
                                Arg.num(0),
                                Arg.num(0))));
    }

    /** {@code struct __user_cap_header_struct}: version, and 0 for the caller. */
    private static Arg header() {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(LINUX_CAPABILITY_VERSION_3);
        return new Arg.Bytes(bytes, "{_LINUX_CAPABILITY_VERSION_3, 0}");
    }

    /**
     * Twice {@code struct __user_cap_data_struct}: the lower halves of three sets, the upper ones.
     */
    private static byte[] sets(long effective, long permitted, long inheritable) {
        byte[] bytes = new byte[24];
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) effective)
                .putInt((int) permitted)
                .putInt((int) inheritable)
                .putInt((int) (effective >>> 32))
                .putInt((int) (permitted >>> 32))
                .putInt((int) (inheritable >>> 32));
        return bytes;
    }

    private static Arg sets(CapabilitySet kept) {
        byte[] bytes = sets(kept.mask(), kept.mask(), 0);
        StringBuilder names = new StringBuilder();
        for (Capability capability : kept.capabilities()) {
            names.append(names.length() == 0 ? "" : "|").append(capability.name());
        }
        String set = names.length() == 0 ? "0" : names.toString();
        return new Arg.Bytes(bytes, "{effective=permitted=" + set + ", inheritable=0}");
    }
}
