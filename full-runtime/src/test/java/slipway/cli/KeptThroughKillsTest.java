package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;

/**
 * Many containers, of which each prints more than any pipe holds, and nobody to look after them.
 */
@NothingLeaks
@NeedsUnprivilegedUserNamespaces
@NeedsProgram(
        value = {"busybox", "setpriv", "newuidmap"},
        debian = {"busybox-static", "util-linux", "uidmap"})
class KeptThroughKillsTest {
    private static final int CONTAINERS = 50;
    private static final int LINES = 100_000;
    private static final int MEBIBYTES_10 = 10 << 20;
    private static final long MOST_KIB = 64;

    /** Half of it, a pause, and the other half; then it ends with a number made of its id. */
    private static final String PRINTS =
            "awk 'BEGIN { for (i = 0; i < "
                    + LINES
                    + "; i++) { printf \"%07d %0100d\\n\", i, 0;"
                    + " if (i == "
                    + LINES / 2
                    + ") { fflush(); system(\"while [ ! -e /go/on ]; do sleep 0.2; done\") } } }';"
                    + " exit $((0x$(hostname | cut -c 1-2) % 100))";

    @TempDir private Path folder;

    @Test
    void fifty_containers_lose_nothing_when_every_Slipway_is_killed_while_they_print()
            throws Exception {
        Path go = java.nio.file.Files.createDirectory(Installed.opened(folder).resolve("go"));
        try (KeptWorld world = new KeptWorld(ImageUser.WITH_IDS, folder)) {
            String[] run = {
                "run",
                "-d",
                "--name",
                "prints",
                "--replicas",
                "" + CONTAINERS,
                "-v",
                go + ":/go",
                "--rootfs",
                Installed.busybox() + ":O",
                "--",
                "sh",
                "-c",
                PRINTS
            };
            List<String> ids =
                    world.slipway(run).within(Duration.ofMinutes(5)).output().lines().toList();
            assertThat(ids).hasSize(CONTAINERS).doesNotHaveDuplicates();
            List<String> words = new ArrayList<>(List.of("wait"));
            words.addAll(ids);
            Process waits = world.slipway(words.toArray(new String[0])).start();
            for (int i = 1; i <= CONTAINERS; i++) {
                String keeper = world.keeper(ids.get(i - 1));
                assertThat(KeptWorld.residentKib(keeper)).isLessThanOrEqualTo(MOST_KIB);
            }
            waits.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
            java.nio.file.Files.createFile(go.resolve("on"));
            List<String> ended =
                    world.slipway(words.toArray(new String[0]))
                            .within(Duration.ofMinutes(5))
                            .output()
                            .lines()
                            .toList();
            for (int i = 0; i < CONTAINERS; i++) {
                int code = Integer.parseInt(ids.get(i).substring(0, 2), 16) % 100;
                assertThat(ended.get(i)).isEqualTo("" + code);
                assertWhole(world.bytes(ids.get(i), 1));
            }
            world.detached(List.of("--name", "last"), "sleep", "1000");
            assertThat(world.output("stop", "-t", "0", "last")).isEqualTo("last");
        }
    }

    private static void assertWhole(byte[] printed) {
        assertThat(printed).hasSizeGreaterThan(MEBIBYTES_10);
        int at = 0;
        for (int i = 0; i < LINES; i++) {
            String line = new String(printed, at, 7, StandardCharsets.US_ASCII);
            assertThat(Integer.parseInt(line)).isEqualTo(i);
            at += 7 + 1 + 100 + 1;
        }
        assertThat(printed).hasSize(at);
    }
}
