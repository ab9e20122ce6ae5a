package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@NeedsEngines
@NothingLeaks
class EngineRoomTest {
    @Test
    void nothing_is_left_of_a_room_whose_owner_was_killed() throws Exception {
        Process owner = new ProcessBuilder("sleep", "1000").start();
        EngineRoom room = EngineRoom.open(owner.toHandle());
        new Engines(room).withDocker().output("docker", "run", "-d", "busybox", "sleep", "99");
        List<ProcessHandle> inside = inside(room);
        assertThat(inside).hasSizeGreaterThan(4);
        assertThat(groups(room)).isNotEmpty();

        owner.destroyForcibly();
        room.awaitEnd();
        assertThat(inside).noneMatch(ProcessHandle::isAlive);
        assertThat(groups(room)).isEmpty();
        assertThat(room.directory()).doesNotExist();
        assertThat(Path.of("/proc/self/mountinfo"))
                .content()
                .doesNotContain(room.directory().toString());
    }

    @Test
    void what_is_written_there_to_etc_run_and_var_lib_is_not_on_the_machine() {
        try (EngineRoom room = EngineRoom.open()) {
            for (String directory : List.of("/etc", "/run", "/var/lib")) {
                String file = directory + "/slipway-engine-room-test";
                room.output("touch", file);
                assertThat(Path.of(file)).doesNotExist();
            }
        }
    }

    @Test
    void groups_made_there_are_below_a_group_of_the_room() throws IOException {
        try (EngineRoom room = EngineRoom.open()) {
            room.output("mkdir", memory() + "/mine");
            assertThat(groups(room)).anyMatch(group -> group.endsWith("mine"));
        }
    }

    @Test
    void what_is_left_in_the_room_is_named() {
        try (EngineRoom room = EngineRoom.open()) {
            SortedSet<String> before = room.stock();
            room.output("sh", "-c", "sleep 0.2 & mkdir /run/gone");
            assertThat(room.beyond(before)).isEmpty();
            room.start("left", "sleep", "99");
            room.output("mount", "-t", "tmpfs", "left", "/run/gone");
            room.output("ip", "link", "add", "left0", "type", "veth", "peer", "left1");
            room.output("mkdir", memory() + "/left");
            assertThat(room.beyond(before))
                    .anyMatch(item -> item.matches("process \\d+ sleep"))
                    .contains("mount /run/gone", "interface left0", "interface left1")
                    .anyMatch(item -> item.startsWith("group ") && item.endsWith("left"));
        }
    }

    private static List<ProcessHandle> inside(EngineRoom room) {
        ProcessHandle init = ProcessHandle.of(room.init()).orElseThrow();
        return Stream.concat(Stream.of(init), init.descendants()).toList();
    }

    /** Where the hierarchy of the memory controller is mounted, of either version. */
    private static String memory() {
        String v1 = "/sys/fs/cgroup/memory";
        return Files.exists(Path.of(v1)) ? v1 : "/sys/fs/cgroup";
    }

    private static List<Path> groups(EngineRoom room) throws IOException {
        String name = room.directory().getFileName().toString();
        try (Stream<Path> all =
                Files.find(Path.of("/sys/fs/cgroup"), 4, (path, a) -> a.isDirectory())) {
            return all.filter(path -> path.toString().contains("/" + name)).toList();
        }
    }
}
