package slipway.cgroups;

import java.util.ArrayList;
import java.util.List;
import slipway.plan.Step;
import slipway.plan.WriteFile;

/**
 * What is written to the files of one group so that limits hold.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v1/index.html">version 1</a>
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">version 2</a>
 */
final class LimitPlanner {
    private static final long MOST_SHARES = 262_144;
    private static final long MOST_WEIGHT = 10_000;

    private final Limits limits;
    private final String group;
    private final List<Step> steps = new ArrayList<>();

    private LimitPlanner(Limits limits, String group) {
        this.limits = limits;
        this.group = group;
    }

    /** The steps for those limits that belong to this hierarchy. */
    static List<Step> writes(Limits limits, Hierarchy hierarchy, String group) {
        LimitPlanner planner = new LimitPlanner(limits, group);
        if (hierarchy.has("memory")) planner.memory(hierarchy.unified());
        if (hierarchy.has("pids")) planner.pids();
        if (hierarchy.has("cpu")) planner.cpu(hierarchy.unified());
        if (hierarchy.has("cpuset")) planner.cpuset();
        return planner.steps;
    }

    /** Memory before swap: version 1 refuses a sum that is below its part. */
    private void memory(boolean unified) {
        if (limits.memoryBytes().isPresent()) {
            long bytes = limits.memoryBytes().getAsLong();
            write(
                    unified ? "memory.max" : "memory.limit_in_bytes",
                    orMax(bytes, unified),
                    words("limit its memory", bytes));
        }
        if (limits.memorySwapBytes().isPresent()) swap(unified);
        if (limits.memoryReservationBytes().isPresent()) {
            long bytes = limits.memoryReservationBytes().getAsLong();
            write(
                    unified ? "memory.low" : "memory.soft_limit_in_bytes",
                    orMax(bytes, unified),
                    "leave it " + Amount.bytes(bytes) + " when memory is short");
        }
    }

    /** Version 2 counts swap by itself, OCI and version 1 together with memory. */
    private void swap(boolean unified) {
        long both = limits.memorySwapBytes().getAsLong();
        long swap = both == -1 ? -1 : both - limits.memoryBytes().getAsLong();
        if (unified) {
            write("memory.swap.max", orMax(swap, true), words("limit its swap", swap));
            return;
        }
        write("memory.memsw.limit_in_bytes", "" + both, words("limit its memory and swap", both));
    }

    private void pids() {
        if (limits.pids().isEmpty()) return;
        long count = limits.pids().getAsLong();
        write("pids.max", orMax(count, true), pidsWords(count));
    }

    private static String words(String limit, long bytes) {
        return bytes < 0 ? "do not " + limit : limit + " to " + Amount.bytes(bytes);
    }

    private static String pidsWords(long count) {
        return count < 0 ? "do not limit its processes" : "let it have " + count + " processes";
    }

    private void cpu(boolean unified) {
        if (limits.cpuShares().isPresent()) {
            long shares = limits.cpuShares().getAsLong();
            String why = "give it " + shares + " shares of the processors, where 1024 is usual";
            if (unified) write("cpu.weight", "" + weight(shares), why);
            else write("cpu.shares", "" + shares, why);
        }
        if (unified) bandwidth();
        else quota();
    }

    /** The period first: a quota of more than all processors together is refused. */
    private void quota() {
        if (limits.cpuPeriodMicros().isPresent()) {
            long period = limits.cpuPeriodMicros().getAsLong();
            write("cpu.cfs_period_us", "" + period, "count its time every " + period + " µs");
        }
        if (limits.cpuQuotaMicros().isPresent()) {
            long quota = Math.max(-1, limits.cpuQuotaMicros().getAsLong());
            write("cpu.cfs_quota_us", "" + quota, quotaWords(quota));
        }
    }

    private void bandwidth() {
        if (limits.cpuQuotaMicros().isEmpty() && limits.cpuPeriodMicros().isEmpty()) return;
        long quota = limits.cpuQuotaMicros().orElse(-1);
        String text = orMax(quota, true);
        if (limits.cpuPeriodMicros().isPresent()) {
            text = text + " " + limits.cpuPeriodMicros().getAsLong();
        }
        write("cpu.max", text, quotaWords(quota));
    }

    private String quotaWords(long quota) {
        if (quota < 0) return "let it run as long as it likes";
        long period = limits.cpuPeriodMicros().orElse(100_000);
        return "let it run for " + quota + " of every " + period + " µs";
    }

    private void cpuset() {
        if (!limits.cpusetCpus().isEmpty()) {
            String cpus = limits.cpusetCpus();
            write("cpuset.cpus", cpus, "keep it on processors " + cpus);
        }
        if (!limits.cpusetMems().isEmpty()) {
            String mems = limits.cpusetMems();
            write("cpuset.mems", mems, "keep it in memory nodes " + mems);
        }
    }

    private void write(String file, String text, String why) {
        steps.add(new WriteFile(group + "/" + file, text, why));
    }

    private static String orMax(long value, boolean max) {
        if (value >= 0) return Long.toString(value);
        return max ? "max" : "-1";
    }

    /**
     * Shares of version 1 (2 to 262144, usually 1024) as a weight of version 2 (1 to 10000, usually
     * 100): the curve through those three points that runc, crun and Kubernetes agreed upon.
     */
    static long weight(long shares) {
        if (shares <= 2) return 1;
        if (shares >= MOST_SHARES) return MOST_WEIGHT;
        double bits = Math.log(shares) / Math.log(2);
        double exponent = (bits * bits + 125 * bits) / 612 - 7.0 / 34;
        // 1024 gives 100.00000000000001 or 99.99999999999999, as the processor rounds.
        return (long) Math.ceil(Math.pow(10, exponent) - 1e-9);
    }
}
