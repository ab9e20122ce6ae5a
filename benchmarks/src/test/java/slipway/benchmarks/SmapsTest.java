package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SmapsTest {
    @Test
    void own_memory_is_what_is_private_clean_or_dirty() {
        Smaps smaps =
                Smaps.parse(
                        """
                        55d0c0000000-7ffd1b5f7000 ---p 00000000 00:00 0    [rollup]
                        Rss:                1884 kB
                        Pss:                 523 kB
                        Shared_Clean:       1400 kB
                        Private_Clean:        84 kB
                        Private_Dirty:       400 kB
                        """);
        assertThat(smaps).isEqualTo(new Smaps(1884, 523, 484));
    }

    @Test
    void what_this_kernel_writes_can_be_read() throws IOException {
        Smaps smaps = Smaps.parse(Files.readString(Path.of("/proc/self/smaps_rollup")));
        assertThat(smaps.rss()).isGreaterThanOrEqualTo(smaps.pss());
        assertThat(smaps.pss()).isGreaterThanOrEqualTo(smaps.own());
        assertThat(smaps.own()).isPositive();
    }

    @Test
    void a_missing_line_is_named() {
        assertThatThrownBy(() -> Smaps.parse("Rss: 12 kB")).hasMessageContaining("Pss:");
    }
}
