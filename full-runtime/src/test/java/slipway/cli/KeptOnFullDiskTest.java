package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsRoot;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Containers that stay, when there is no room any more for what they print. */
@NothingLeaks
@NeedsRoot
@NeedsProgram({"busybox", "mount", "umount"})
class KeptOnFullDiskTest {
    private static final int SIZE = 4 << 20;
    private static final int PRINTED = 30_000;

    @TempDir private Path folder;
    private Path disk = Path.of("/");

    @BeforeEach
    void a_small_disk() throws IOException {
        disk = Files.createDirectory(folder.resolve("disk"));
        Run.output("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString());
    }

    @AfterEach
    void unmounted() {
        Run.output("umount", disk.toString());
    }

    private void fill() {
        String name = disk.resolve("filler").toString();
        Run.program("sh", "-c", "cat /dev/zero >>'" + name + "'").result();
        assertThat(disk.toFile().getUsableSpace()).isZero();
    }

    @Test
    void the_container_goes_on_what_is_lost_is_said_and_the_status_is_kept() throws Exception {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        Path go = Files.createDirectory(folder.resolve("go"));
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, disk)) {
            // It prints 30000 bytes while the disk is full, and a line when there is room again.
            String wait = "until [ -e /go/%s ]; do sleep 0.1; done; ";
            String script =
                    "echo first; "
                            + String.format(wait, "full")
                            + "yes | head -c 30000; echo written >/go/printed; "
                            + String.format(wait, "room")
                            + "echo last; exit "
                            + code;
            List<String> options = List.of("--name", "prints", "-v", go + ":/go");
            String id = world.detached(options, "sh", "-c", script);
            Eventually.holds(() -> world.printed(id, 1).equals("first\n"));
            fill();
            Files.createFile(go.resolve("full"));
            Eventually.holds(() -> Files.exists(go.resolve("printed")));
            // Of the last page of the log, which the disk has already, there may be some left.
            Eventually.holds(() -> kept(world) + lost(world) == PRINTED);
            assertThat(lost(world)).isGreaterThan(PRINTED / 2);
            assertThat(world.slipway("logs", "prints").result().succeeded().stderr())
                    .contains(
                            lost(world) + " bytes that prints has printed could not be kept",
                            "ENOSPC");

            Files.delete(disk.resolve("filler"));
            Files.createFile(go.resolve("room"));
            assertThat(world.output("wait", "prints")).isEqualTo("" + code);
            assertThat(world.inspect("prints", ".State.ExitCode")).isEqualTo("" + code);
            assertThat(world.slipway("logs", "prints").result().stdout())
                    .matches("first\n[y\n]*last\n");
        }
    }

    @Test
    void on_a_disk_that_stays_full_it_ends_is_stopped_and_is_removed_as_ever() {
        int code = ThreadLocalRandom.current().nextInt(1, 120);
        try (KeptWorld world = new KeptWorld(ImageUser.ROOT, disk)) {
            String ends = "read line; echo lost; exit " + code;
            String id = world.detached(List.of("-i", "--name", "ends"), "sh", "-c", ends);
            world.detached(List.of("--name", "stopped"), "sleep", "1000");
            world.detached(List.of("--name", "removed"), "sleep", "1000");
            fill();
            Run.output("sh", "-c", "echo x >'" + disk(id) + "/stdin'");
            assertThat(world.output("wait", "ends")).isEqualTo("" + code);
            assertThat(world.output("stop", "-t", "0", "stopped")).isEqualTo("stopped");
            assertThat(world.inspect("stopped", ".State.ExitCode")).isEqualTo("137");
            assertThat(world.output("rm", "-f", "removed")).isEqualTo("removed");
            assertThat(world.output("ps", "-q")).isEmpty();
            assertThat(world.slipway("logs", "ends").result().stderr())
                    .isEqualTo(
                            "slipway: 5 bytes that ends has printed could not be kept: ENOSPC."
                                    + " Try: df, and room on that disk\n");
            byte[] log = world.bytes(id, 1);
            assertThat(new String(log, StandardCharsets.UTF_8)).isEmpty();
        }
    }

    private static long kept(KeptWorld world) {
        return world.slipway("logs", "prints").result().out().length - "first\n".length();
    }

    private static long lost(KeptWorld world) {
        return Long.parseLong(world.inspect("prints", ".LogLostBytes"));
    }

    private String disk(String id) {
        return Run.output("sh", "-c", "echo '" + disk + "'/*/data/containers/" + id);
    }
}
