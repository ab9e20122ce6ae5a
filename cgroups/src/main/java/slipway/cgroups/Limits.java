package slipway.cgroups;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a container may use at most. The parts are those of {@code linux.resources} in an OCI
 * configuration, with their units; what is empty is left as the kernel has it. A zero with which an
 * engine says that it wants no limit is to be left out by whoever reads the configuration.
 *
 * @param memoryBytes {@code memory.limit}: at least one page, or -1 for no limit
 * @param memorySwapBytes {@code memory.swap}: memory and swap together, or -1 for no limit
 * @param memoryReservationBytes {@code memory.reservation}: what it keeps when memory is short, or
 *     -1
 * @param pids {@code pids.limit}: processes and threads; negative for no limit, and 0 forbids every
 *     fork
 * @param cpuShares {@code cpu.shares}: its part when all want to run, 2 to 262144; without it 1024
 * @param cpuQuotaMicros {@code cpu.quota}: time of all processors in each period, negative for no
 *     limit
 * @param cpuPeriodMicros {@code cpu.period}: without it 100000
 * @param cpusetCpus {@code cpu.cpus}: such as {@code 0-2,4}; empty for all
 * @param cpusetMems {@code cpu.mems}: memory nodes, in the same form
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md">
 *     config-linux.md</a>
 */
public record Limits(
        OptionalLong memoryBytes,
        OptionalLong memorySwapBytes,
        OptionalLong memoryReservationBytes,
        OptionalLong pids,
        OptionalLong cpuShares,
        OptionalLong cpuQuotaMicros,
        OptionalLong cpuPeriodMicros,
        String cpusetCpus,
        String cpusetMems) {
    /** Nothing is limited. */
    public static final Limits NONE =
            new Limits(
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    "",
                    "");

    static final String CPUS = "cpu.cpus";
    static final String MEMS = "cpu.mems";
    private static final long PAGE = 4096;
    private static final long MILLISECOND = 1000;
    private static final long SECOND = 1_000_000;

    public Limits {
        atLeast("memory.limit", memoryBytes, PAGE);
        atLeast("memory.swap", memorySwapBytes, PAGE);
        atLeast("memory.reservation", memoryReservationBytes, PAGE);
        if (memorySwapBytes.orElse(-1) != -1) {
            long memory = memoryBytes.orElse(-1);
            if (memory == -1 || memorySwapBytes.getAsLong() < memory) {
                throw new InvalidLimit(
                        "memory.swap",
                        "" + memorySwapBytes.getAsLong(),
                        memory == -1 ? "memory.limit as well" : "memory.limit or more, " + memory);
            }
        }
        if (cpuShares.isPresent() && (cpuShares.getAsLong() < 2 || cpuShares.getAsLong() > 262_144))
            throw new InvalidLimit("cpu.shares", "" + cpuShares.getAsLong(), "2 to 262144");
        if (cpuQuotaMicros.orElse(-1) >= 0 && cpuQuotaMicros.getAsLong() < MILLISECOND)
            throw new InvalidLimit(
                    "cpu.quota", "" + cpuQuotaMicros.getAsLong(), "1000 or more, or -1 for none");
        long period = cpuPeriodMicros.orElse(MILLISECOND);
        if (period < MILLISECOND || period > SECOND)
            throw new InvalidLimit("cpu.period", "" + period, "1000 to 1000000");
        if (!cpusetCpus.isEmpty()) CpuList.parse(CPUS, cpusetCpus);
        if (!cpusetMems.isEmpty()) CpuList.parse(MEMS, cpusetMems);
    }

    private static void atLeast(String property, OptionalLong value, long least) {
        if (value.isEmpty() || value.getAsLong() == -1 || value.getAsLong() >= least) return;
        throw new InvalidLimit(
                property, "" + value.getAsLong(), "bytes, at least " + least + ", or -1 for none");
    }

    /** Whether nothing is limited. */
    public boolean isEmpty() {
        return controllers().isEmpty();
    }

    /** The limit of memory for people, as in {@code 64 MiB}; empty if there is none. */
    public String memoryText() {
        long bytes = memoryBytes.orElse(-1);
        return bytes < 0 ? "" : Amount.bytes(bytes);
    }

    /** The controllers that it takes, by their names of version 1. */
    public List<String> controllers() {
        List<String> needed = new ArrayList<>();
        if (memoryBytes.isPresent()
                || memorySwapBytes.isPresent()
                || memoryReservationBytes.isPresent()) needed.add("memory");
        if (pids.isPresent()) needed.add("pids");
        if (cpuShares.isPresent() || cpuQuotaMicros.isPresent() || cpuPeriodMicros.isPresent())
            needed.add("cpu");
        if (!cpusetCpus.isEmpty() || !cpusetMems.isEmpty()) needed.add("cpuset");
        return needed;
    }

    /** The same, with these amounts of memory. */
    public Limits withMemory(OptionalLong bytes, OptionalLong swap, OptionalLong reservation) {
        return new Limits(
                bytes,
                swap,
                reservation,
                pids,
                cpuShares,
                cpuQuotaMicros,
                cpuPeriodMicros,
                cpusetCpus,
                cpusetMems);
    }

    /** The same, with so many bytes of memory. */
    public Limits withMemoryBytes(long bytes) {
        return withMemory(OptionalLong.of(bytes), memorySwapBytes, memoryReservationBytes);
    }

    /** The same, with so many processes. */
    public Limits withPids(long count) {
        return withPids(OptionalLong.of(count));
    }

    /** The same, with so many processes, if any number. */
    public Limits withPids(OptionalLong count) {
        return new Limits(
                memoryBytes,
                memorySwapBytes,
                memoryReservationBytes,
                count,
                cpuShares,
                cpuQuotaMicros,
                cpuPeriodMicros,
                cpusetCpus,
                cpusetMems);
    }

    /** The same, with this much processor time. */
    public Limits withCpu(OptionalLong shares, OptionalLong quotaMicros, OptionalLong period) {
        return new Limits(
                memoryBytes,
                memorySwapBytes,
                memoryReservationBytes,
                pids,
                shares,
                quotaMicros,
                period,
                cpusetCpus,
                cpusetMems);
    }

    /** The same, on these processors and memory nodes. */
    public Limits withCpuset(String cpus, String mems) {
        return new Limits(
                memoryBytes,
                memorySwapBytes,
                memoryReservationBytes,
                pids,
                cpuShares,
                cpuQuotaMicros,
                cpuPeriodMicros,
                cpus,
                mems);
    }
}
