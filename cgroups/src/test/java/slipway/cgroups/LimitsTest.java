package slipway.cgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits that cannot be are refused by name; and what shares are worth as a weight. */
class LimitsTest {
    private static final OptionalLong NONE = OptionalLong.empty();

    private static Limits memory(long bytes, long swap) {
        return Limits.NONE.withMemory(OptionalLong.of(bytes), OptionalLong.of(swap), NONE);
    }

    @Test
    void a_limit_below_one_page_is_refused_with_property_value_and_expectation() {
        assertThatThrownBy(() -> Limits.NONE.withMemoryBytes(12))
                .isInstanceOf(InvalidLimit.class)
                .hasMessageStartingWith(
                        "linux.resources.memory.limit is 12; expected bytes, at least 4096, or -1"
                                + " for none. Try: ");
    }

    @Test
    void swap_is_counted_together_with_memory_and_needs_a_limit_of_that() {
        assertThatThrownBy(() -> memory(1 << 20, 1 << 19))
                .hasMessageContaining("memory.swap is 524288; expected memory.limit or more");
        assertThatThrownBy(() -> memory(-1, 1 << 20)).hasMessageContaining("memory.limit as well");
        assertThat(memory(-1, -1).controllers()).containsExactly("memory");
        assertThat(memory(1 << 20, 1 << 20).memorySwapBytes()).hasValue(1 << 20);
    }

    @ParameterizedTest
    @CsvSource({"1,", "262145,", ",999", ",1000001"})
    void shares_and_periods_have_the_kernels_bounds(Long shares, Long period) {
        assertThatThrownBy(() -> Limits.NONE.withCpu(optional(shares), NONE, optional(period)))
                .isInstanceOf(InvalidLimit.class);
    }

    private static OptionalLong optional(Long value) {
        return value == null ? NONE : OptionalLong.of(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "0 1",
                "0\n1",
                "../x",
                "0;1",
                "3-1",
                "1-",
                "-1",
                ",",
                "1,,2",
                "99999999999"
            })
    void a_list_of_processors_has_digits_commas_and_dashes(String list) {
        assertThatThrownBy(() -> Limits.NONE.withCpuset(list, ""))
                .hasMessageContaining("cpu.cpus is '" + list + "'");
        assertThatThrownBy(() -> Limits.NONE.withCpuset("", list))
                .hasMessageContaining("cpu.mems is '" + list + "'");
    }

    @ParameterizedTest
    @CsvSource({"2,1", "1024,100", "262144,10000", "512,59", "256,35", "10,4", "100000,4340"})
    void shares_become_the_weight_that_runc_makes_of_them(long shares, long weight) {
        assertThat(LimitPlanner.weight(shares)).isEqualTo(weight);
    }

    @Test
    void more_shares_never_weigh_less() {
        long shares = ThreadLocalRandom.current().nextLong(2, 262_144);
        assertThat(LimitPlanner.weight(shares))
                .isBetween(1L, LimitPlanner.weight(shares + 1))
                .isLessThanOrEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({"67108864,64 MiB", "1000,1000 bytes", "1536,1536 bytes", "1073741824,1 GiB"})
    void amounts_are_told_in_the_largest_unit_that_is_exact(long bytes, String told) {
        assertThat(Amount.bytes(bytes)).isEqualTo(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a/../b", "..", "./a", "a\nb"})
    void a_path_stays_where_it_was_put(String path) {
        assertThatThrownBy(() -> new GroupPath(path)).isInstanceOf(IllegalArgumentException.class);
    }
}
