package slipway.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much a container may use. Every part may be missing.
 *
 * @param devices which devices may be opened, in order; the last that fits counts
 * @param memoryBytes -1 for no limit
 * @param memorySwapBytes memory and swap together, as version 1 counts; -1 for no limit
 * @param pids -1 for no limit
 * @param others what only cgroups of version 1 have, by key: {@code memory.swappiness}, {@code
 *     memory.disableOOMKiller} (1), {@code memory.kernel}, {@code memory.kernelTCP}
 */
public record Resources(
        List<DeviceRule> devices,
        Optional<Long> memoryBytes,
        Optional<Long> memorySwapBytes,
        Optional<Long> memoryReservationBytes,
        Optional<Long> pids,
        Optional<Long> cpuShares,
        Optional<Long> cpuQuotaMicros,
        Optional<Long> cpuPeriodMicros,
        String cpusetCpus,
        String cpusetMems,
        Map<String, Long> others) {
    public static final Resources NONE =
            new Resources(
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    "",
                    Map.of());

    public Resources {
        devices = List.copyOf(devices);
    }

    /**
     * One rule, as the devices controller takes it.
     *
     * @param type a, b or c
     * @param major -1 for all
     * @param minor -1 for all
     * @param access some of r, w and m
     */
    public record DeviceRule(boolean allow, char type, long major, long minor, String access) {}
}
