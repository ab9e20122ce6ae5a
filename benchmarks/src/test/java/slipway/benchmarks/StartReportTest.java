package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StartReportTest {
    private static StartReport report(double others) {
        Map<String, double[]> times = new LinkedHashMap<>();
        times.put("ours", new double[] {1, 2, 3});
        times.put(Contenders.CRUN, new double[] {4, 8, 12});
        return new StartReport(
                "benchmarks/run --rounds 3",
                "0123456789",
                LocalDate.of(2026, 1, 2),
                Map.of("kernel", "Linux 1.2.3"),
                others,
                Set.of("lxc-start: apt-get install lxc"),
                Map.of("ours", "slipway run true"),
                Map.of("ours", Map.of("namespaces", "mnt pid", "mounts", "2", "CapEff", "ff")),
                times);
    }

    @Test
    void the_table_has_the_median_the_spread_and_the_ratio() {
        assertThat(report(0).markdown())
                .contains("| `ours` | 2.00 | 1.00 | 2.80 | 1.00 | 0.25 | – |\n")
                .contains("benchmarks/run --rounds 3")
                .contains("2026-01-02, commit 0123456789. Linux 1.2.3.");
    }

    @Test
    void the_table_says_what_was_really_made() {
        assertThat(report(0).markdown())
                .contains("| `ours` | `slipway run true` | mnt pid | 2 | 8 |\n");
    }

    @Test
    void a_busy_machine_is_told_before_the_numbers() {
        assertThat(report(0.04).markdown()).contains("Others took 4 %").doesNotContain("not quiet");
        assertThat(report(0.2).markdown()).contains("Others took 20 %", "was not quiet");
    }

    @Test
    void the_json_has_every_single_time() {
        JsonObject all = JsonParser.parseString(report(0).json()).getAsJsonObject();
        JsonObject ours = all.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertThat(ours.get("name").getAsString()).isEqualTo("ours");
        assertThat(ours.get("medianMs").getAsDouble()).isEqualTo(2);
        assertThat(ours.get("timesCrun").getAsDouble()).isEqualTo(0.25);
        assertThat(ours.has("timesRunc")).isFalse();
        assertThat(ours.getAsJsonArray("eachMs").toString()).isEqualTo("[1.0,2.0,3.0]");
    }
}
