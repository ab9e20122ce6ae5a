package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What there is in an {@link EngineRoom}, seen from outside: nothing in it can hide there. */
final class RoomStock {
    private static final String PROCESS = "process ";

    private RoomStock() {}

    /**
     * Processes with their numbers on the machine, mount points, groups and network interfaces.
     *
     * @param init process 1 of the room
     * @param groups the room's own, in each hierarchy
     */
    static SortedSet<String> take(long init, List<Path> groups) {
        SortedSet<String> items = new TreeSet<>();
        Path process = Path.of("/proc", Long.toString(init));
        ProcessHandle.of(init).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(one -> items.add(PROCESS + one.pid() + " " + name(one.pid())));
        for (String line : Proc.read(process.resolve("mountinfo")).split("\n")) {
            // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw; proc(5)
            items.add("mount " + line.split(" ")[4]);
        }
        // Two lines of headings; then the name comes before a colon.
        for (String line : Proc.read(process.resolve("net/dev")).split("\n")) {
            if (line.contains(":")) {
                items.add("interface " + line.substring(0, line.indexOf(':')).strip());
            }
        }
        for (Path group : groups) {
            addGroups(group, items);
        }
        return items;
    }

    /** What was not there before; a process that was may meanwhile have another name. */
    static SortedSet<String> beyond(SortedSet<String> before, SortedSet<String> now) {
        SortedSet<String> more = new TreeSet<>(now);
        more.removeIf(
                item -> {
                    if (!item.startsWith(PROCESS)) return before.contains(item);
                    String same = item.substring(0, item.indexOf(' ', PROCESS.length()) + 1);
                    SortedSet<String> from = before.tailSet(same);
                    return !from.isEmpty() && from.first().startsWith(same);
                });
        return more;
    }

    private static void addGroups(Path top, SortedSet<String> items) {
        // Not Files.walk, which fails when a group goes meanwhile.
        try (Stream<Path> found = Files.list(top)) {
            for (Path group : found.filter(Files::isDirectory).toList()) {
                items.add("group " + group);
                addGroups(group, items);
            }
        } catch (NoSuchFileException e) {
            items.remove("group " + top);
        } catch (IOException e) {
            throw new UncheckedIOException("taking stock of " + top, e);
        }
    }

    private static String name(long pid) {
        return Proc.read(Path.of("/proc", Long.toString(pid), "comm")).strip();
    }
}
