package slipway.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cgroups that a process is in, as {@code /proc/PID/cgroup} lists them: one of each v1
 * hierarchy, and one of v2 if it is mounted anywhere. Paths start at the reader's cgroup namespace
 * root.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cgroups.7.html">cgroups(7)</a>
 */
public record CgroupMembership(List<Group> groups) {
    public CgroupMembership {
        groups = List.copyOf(groups);
    }

    /**
     * One line.
     *
     * @param hierarchy 0 for v2
     * @param controllers of v1, or {@code name=systemd}; empty for v2
     * @param path ends in {@code " (deleted)"} for a zombie whose group was removed
     */
    public record Group(int hierarchy, List<String> controllers, String path) {
        public Group {
            controllers = List.copyOf(controllers);
        }
    }

    /** The path in the v2 hierarchy. */
    public Optional<String> unified() {
        for (Group group : groups) {
            if (group.hierarchy() == 0 && group.controllers().isEmpty()) {
                return Optional.of(group.path());
            }
        }
        return Optional.empty();
    }

    /** The path in the v1 hierarchy of a controller, such as {@code memory}. */
    public Optional<String> of(String controller) {
        for (Group group : groups) {
            if (group.controllers().contains(controller)) return Optional.of(group.path());
        }
        return Optional.empty();
    }

    /**
     * Reads the cgroups of a process now.
     *
     * @throws IOException if the process is gone
     */
    public static CgroupMembership ofPid(long pid) throws IOException {
        return parse(Lines.read(Path.of("/proc/" + pid + "/cgroup")));
    }

    /**
     * @throws IllegalArgumentException with the line that is wrong
     */
    public static CgroupMembership parse(String text) {
        List<Group> groups = new ArrayList<>();
        for (String line : Lines.of(text)) {
            int first = line.indexOf(':');
            int second = line.indexOf(':', first + 1); // a path may have more of them
            if (first < 0 || second < 0)
                throw Lines.malformed(line, "expected 'id:controllers:path'");
            String controllers = line.substring(first + 1, second);
            groups.add(
                    new Group(
                            (int) Lines.number(line.substring(0, first), line),
                            controllers.isEmpty() ? List.of() : Lines.split(controllers, ','),
                            line.substring(second + 1)));
        }
        return new CgroupMembership(groups);
    }
}
