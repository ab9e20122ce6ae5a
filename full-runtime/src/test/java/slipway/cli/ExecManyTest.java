package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/** A thousand of them leave nothing behind, neither here nor there. */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class ExecManyTest {
    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "ROOT, 700, false",
        "WITH_IDS, 300, false",
        "ROOT, 50, true",
        "WITHOUT_IDS, 50, true"
    })
    void nothing_is_left_of_them(ImageUser user, int times, boolean terminal) throws Exception {
        try (KeptWorld world = new KeptWorld(user, directory)) {
            List<String> limits = user == ImageUser.ROOT ? List.of("-m", "64m") : List.of("-i");
            List<String> options = new java.util.ArrayList<>(List.of("--name", "box"));
            options.addAll(limits);
            world.detached(options, "sleep", "1000");
            String first = world.inspect("box", ".State.Pid");
            String mounts = Files.readString(Path.of("/proc", first, "mountinfo"));

            String[] words = {"" + times, "exec", terminal ? "-t" : "-i", "box", "sh", "-c", ":"};
            List<String> said =
                    world.slipway(words)
                            .main(ManyExecs.class)
                            .within(Duration.ofMinutes(4))
                            .output()
                            .lines()
                            .toList();
            assertThat(said).hasSize(3);
            assertThat(said.get(2)).isEqualTo("failed 0");
            assertThat(said.get(1)).isEqualTo(said.get(0)).contains(" children  mounts ");

            assertThat(inSameNamespace(first)).containsExactly(first);
            assertThat(Files.readString(Path.of("/proc", first, "mountinfo"))).isEqualTo(mounts);
            if (user == ImageUser.ROOT) assertThat(members(first)).isEqualTo(first + "\n");
            // One listing more: of terminals there is only what makes them.
            assertThat(world.output("exec", "box", "ls", "/dev/pts")).isEqualTo("ptmx");
        }
    }

    /** All processes, also ended ones that nobody has waited for. */
    private static TreeSet<String> inSameNamespace(String pid) throws IOException {
        Path kind = Path.of("ns/pid");
        Path wanted = Files.readSymbolicLink(Path.of("/proc", pid).resolve(kind));
        TreeSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path each : all) {
                try {
                    Path its = Files.readSymbolicLink(each.resolve(kind));
                    if (its.equals(wanted)) found.add(each.getFileName().toString());
                } catch (IOException e) {
                    continue; // it has just ended, or is somebody else's
                }
            }
        }
        return found;
    }

    /** Who is in the memory group of a process. */
    private static String members(String pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", pid, "cgroup"))) {
            String[] parts = line.split(":", 3);
            Path second = Path.of("/sys/fs/cgroup" + parts[2], "cgroup.procs");
            Path firstVersion = Path.of("/sys/fs/cgroup/memory" + parts[2], "cgroup.procs");
            if (parts[1].equals("memory")) return Files.readString(firstVersion);
            if (parts[1].isEmpty() && Files.exists(second)) return Files.readString(second);
        }
        throw new AssertionError("no memory group");
    }
}
