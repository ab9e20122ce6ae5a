package slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.linux.IdMap;
import slipway.linux.SubordinateIds;
import slipway.namespaces.IdMaps;
import slipway.runtime.HostFacts;
import slipway.runtime.IdRanges;
import slipway.runtime.RunAs;

/**
 * {@code --userns keep-id}: the caller is himself in the container, or whom he names; everybody
 * else there is somebody of his subordinate ids, and of root's range for one container if he is
 * root.
 */
final class KeptId {
    private static final long SIZE = 65_536;

    private KeptId() {}

    static ChosenIds of(String mode, String details, HostFacts host, Optional<Path> home) {
        long uid = host.uid();
        long gid = host.gid();
        if (!details.isEmpty()) {
            for (String field : VolumeOption.split(details, ',')) {
                if (field.startsWith("uid=")) uid = number(mode, field, "uid=");
                else gid = number(mode, field, "gid=");
            }
        }
        RunAs user = new RunAs(uid, gid, List.of());
        if (host.privileged()) return ofRoot(uid, gid, user, host, home);
        if (host.users().isEmpty()) {
            IdMap users = IdMap.of(uid, host.uid(), 1);
            IdMap groups = IdMap.of(gid, host.gid(), 1);
            return ChosenIds.kept(new IdMaps(users, groups), user, Optional.empty());
        }
        IdMaps maps =
                new IdMaps(
                        around(uid, host.uid(), host.users()),
                        around(gid, host.gid(), host.groups()));
        return ChosenIds.kept(check(mode, maps), user, Optional.empty());
    }

    private static ChosenIds ofRoot(
            long uid, long gid, RunAs user, HostFacts host, Optional<Path> home) {
        IdRanges.Lease lease = ChosenIds.ranges(host, home).take(SIZE);
        IdMaps maps =
                new IdMaps(
                        around(
                                uid,
                                host.uid(),
                                List.of(new SubordinateIds.Range(lease.firstUser(), SIZE))),
                        around(
                                gid,
                                host.gid(),
                                List.of(new SubordinateIds.Range(lease.firstGroup(), SIZE))));
        return ChosenIds.kept(maps, user, Optional.of(lease));
    }

    private static IdMaps check(String mode, IdMaps maps) {
        if (maps.hasRoot()) return maps;
        throw new UsageError(
                "--userns " + mode + " needs more ids below the one that is kept than you have",
                "longer ranges in /etc/subuid and /etc/subgid");
    }

    /** Subordinate ids from 0 on, with the own one in its place among them. */
    static IdMap around(long kept, long own, List<SubordinateIds.Range> subordinate) {
        List<IdMap.Range> ranges = new ArrayList<>();
        long next = 0;
        boolean placed = false;
        for (SubordinateIds.Range each : subordinate) {
            long first = each.first();
            long left = each.count();
            while (left > 0) {
                if (next == kept && !placed) {
                    ranges.add(new IdMap.Range(kept, own, 1));
                    placed = true;
                    next++;
                    continue;
                }
                long count = placed ? left : Math.min(left, kept - next);
                ranges.add(new IdMap.Range(next, first, count));
                next += count;
                first += count;
                left -= count;
            }
        }
        if (!placed) ranges.add(new IdMap.Range(kept, own, 1));
        return new IdMap(ranges);
    }

    /** Subordinate ids from a first one on. */
    static IdMap consecutive(long first, List<SubordinateIds.Range> subordinate) {
        List<IdMap.Range> ranges = new ArrayList<>();
        long next = first;
        for (SubordinateIds.Range each : subordinate) {
            ranges.add(new IdMap.Range(next, each.first(), each.count()));
            next += each.count();
        }
        return new IdMap(ranges);
    }

    /** The number behind a word, as in {@code size=4096}. */
    static long number(String mode, String field, String word) {
        String digits = field.startsWith(word) ? field.substring(word.length()) : "";
        try {
            return Integer.parseUnsignedInt(digits);
        } catch (NumberFormatException e) {
            throw new UsageError(
                    "--userns " + mode + " is not understood",
                    "auto:size=65536, or keep-id:uid=1000,gid=1000");
        }
    }
}
