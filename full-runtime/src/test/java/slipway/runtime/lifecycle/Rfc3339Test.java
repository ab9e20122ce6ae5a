package slipway.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class Rfc3339Test {
    @Test
    void every_moment_is_the_one_that_java_reads() {
        long year9999 = 253_402_300_799_999L;
        for (int i = 0; i < 10_000; i++) {
            long millis = ThreadLocalRandom.current().nextLong(year9999);
            assertThat(Instant.parse(Rfc3339.of(millis)).toEpochMilli()).isEqualTo(millis);
        }
    }

    @Test
    void a_leap_day_is_there_and_no_other() {
        assertThat(Rfc3339.of(Instant.parse("2028-02-29T00:00:00Z").toEpochMilli()))
                .isEqualTo("2028-02-29T00:00:00.000Z");
        assertThat(Rfc3339.of(Instant.parse("2100-03-01T00:00:00Z").toEpochMilli() - 1))
                .isEqualTo("2100-02-28T23:59:59.999Z");
    }
}
