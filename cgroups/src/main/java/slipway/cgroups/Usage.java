package slipway.cgroups;

import java.util.OptionalLong;

/**
 * What a group has used; empty where nobody counted.
 *
 * @param memoryBytes now
 * @param memoryPeakBytes at most, ever; version 2 tells since Linux 5.19
 * @param oomKills processes that were killed because the group had no memory left
 * @param pids processes and threads now
 * @param cpuNanos time of all processors together
 */
public record Usage(
        OptionalLong memoryBytes,
        OptionalLong memoryPeakBytes,
        OptionalLong oomKills,
        OptionalLong pids,
        OptionalLong cpuNanos) {
    private static final long MICRO = 1000;

    /** Reads the files of the group now. */
    static Usage of(Iterable<GroupPlan.Place> places) {
        Usage usage = new Usage(none(), none(), none(), none(), none());
        for (GroupPlan.Place place : places) {
            usage = usage.or(place.unified() ? unified(place) : version1(place));
        }
        return usage;
    }

    private static Usage version1(GroupPlan.Place place) {
        return new Usage(
                ControlFile.number(place.file("memory.usage_in_bytes")),
                ControlFile.number(place.file("memory.max_usage_in_bytes")),
                ControlFile.number(place.file("memory.oom_control"), "oom_kill"),
                ControlFile.number(place.file("pids.current")),
                ControlFile.number(place.file("cpuacct.usage")));
    }

    private static Usage unified(GroupPlan.Place place) {
        OptionalLong micros = ControlFile.number(place.file("cpu.stat"), "usage_usec");
        return new Usage(
                ControlFile.number(place.file("memory.current")),
                ControlFile.number(place.file("memory.peak")),
                ControlFile.number(place.file("memory.events"), "oom_kill"),
                ControlFile.number(place.file("pids.current")),
                micros.isPresent() ? OptionalLong.of(micros.getAsLong() * MICRO) : micros);
    }

    private Usage or(Usage other) {
        return new Usage(
                first(memoryBytes, other.memoryBytes),
                first(memoryPeakBytes, other.memoryPeakBytes),
                first(oomKills, other.oomKills),
                first(pids, other.pids),
                first(cpuNanos, other.cpuNanos));
    }

    private static OptionalLong first(OptionalLong one, OptionalLong other) {
        return one.isPresent() ? one : other;
    }

    private static OptionalLong none() {
        return OptionalLong.empty();
    }
}
