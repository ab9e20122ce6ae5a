package slipway.security;

import static slipway.linux.Constants.LINUX_CAPABILITY_VERSION_3;
import static slipway.linux.Constants.PR_CAPBSET_DROP;
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
    private static Arg sets(CapabilitySet kept) {
        byte[] bytes = new byte[24];
        int low = (int) kept.mask();
        int high = (int) (kept.mask() >>> 32);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(low)
                .putInt(low)
                .putInt(0)
                .putInt(high)
                .putInt(high)
                .putInt(0);
        StringBuilder names = new StringBuilder();
        for (Capability capability : kept.capabilities()) {
            names.append(names.length() == 0 ? "" : "|").append(capability.name());
        }
        String set = names.length() == 0 ? "0" : names.toString();
        return new Arg.Bytes(bytes, "{effective=permitted=" + set + ", inheritable=0}");
    }
}
