package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private static final int ROUNDS = 40;
    private final List<String> ran = new ArrayList<>();

    /** Takes as many milliseconds as runs have been made by anyone, so that orders show. */
    private final class Counting implements Contender {
        private final String name;

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public String shown() {
            return name;
        }

        @Override
        public long run() {
            ran.add(name);
            return ran.size() * 1_000_000L;
        }

        @Override
        public void close() {}
    }

    private Map<String, double[]> run(long seed) {
        ran.clear();
        List<Contender> all = List.of(new Counting("a"), new Counting("b"), new Counting("c"));
        return new Rounds(all, seed).run(ROUNDS, round -> {});
    }

    @Test
    void everybody_runs_once_in_each_round() {
        run(1);
        for (int round = 0; round < ROUNDS; round++) {
            assertThat(ran.subList(3 * round, 3 * round + 3))
                    .containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void each_time_is_in_milliseconds_at_the_place_of_its_round() {
        Map<String, double[]> times = run(2);
        assertThat(times).containsOnlyKeys("a", "b", "c");
        for (Map.Entry<String, double[]> row : times.entrySet()) {
            for (int round = 0; round < ROUNDS; round++) {
                int at = (int) row.getValue()[round] - 1;
                assertThat(ran.get(at)).isEqualTo(row.getKey());
                assertThat(at / 3).isEqualTo(round);
            }
        }
    }

    @Test
    void nobody_is_always_first() {
        run(3);
        for (String name : List.of("a", "b", "c")) {
            long first = 0;
            for (int i = 0; i < ran.size(); i += 3) if (ran.get(i).equals(name)) first++;
            assertThat(first).as("rounds that %s began", name).isBetween(3L, ROUNDS - 6L);
        }
    }

    @Test
    void the_same_seed_gives_the_same_orders() {
        run(4);
        List<String> once = List.copyOf(ran);
        run(4);
        assertThat(ran).isEqualTo(once);
        run(5);
        assertThat(ran).isNotEqualTo(once);
    }
}
