package slipway.lessons.ground;

import java.util.List;
import java.util.Map;

/**
 * A process, as {@code /proc/PID} shows it. Of all this a container is made; no more is there.
 *
 * @param name as in the line Name of {@code status}
 * @param parent its parent's pid
 * @param namespaces the links in {@code ns}: {@code uts} to {@code uts:[4026531838]}, and so on
 * @param cgroups the lines of {@code cgroup}
 * @param root where the link {@code root} leads
 * @param cwd where the link {@code cwd} leads
 * @param mountPoints the fifth field of each line of {@code mountinfo}
 * @param files the links in {@code fd}: descriptor to what is open there
 */
public record Snapshot(
        String name,
        int parent,
        Map<String, String> namespaces,
        List<String> cgroups,
        String root,
        String cwd,
        List<String> mountPoints,
        Map<Integer, String> files) {
    public Snapshot {
        namespaces = Map.copyOf(namespaces);
        cgroups = List.copyOf(cgroups);
        mountPoints = List.copyOf(mountPoints);
        files = Map.copyOf(files);
    }
}
