package slipway.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StatisticsTest {
    private static final double[] ONE_TO_FIVE = {4, 1, 5, 3, 2};

    @Test
    void the_median_of_an_odd_number_of_values_is_the_middle_one() {
        assertThat(new Statistics(ONE_TO_FIVE).median()).isEqualTo(3);
    }

    @Test
    void the_median_of_an_even_number_of_values_is_between_the_two_middle_ones() {
        assertThat(new Statistics(new double[] {4, 1, 2, 10}).median()).isEqualTo(3);
    }

    @Test
    void quantiles_run_from_the_least_to_the_greatest_value() {
        Statistics of = new Statistics(ONE_TO_FIVE);
        assertThat(of.min()).isEqualTo(1);
        assertThat(of.quantile(0)).isEqualTo(1);
        assertThat(of.quantile(0.9)).isCloseTo(4.6, within(1e-9));
        assertThat(of.quantile(1)).isEqualTo(5);
        assertThat(of.interquartileRange()).isEqualTo(2);
    }

    @Test
    void one_value_is_its_own_median_and_has_no_spread() {
        Statistics of = new Statistics(new double[] {7});
        assertThat(of.median()).isEqualTo(7);
        assertThat(of.interquartileRange()).isZero();
    }

    @Test
    void a_round_in_which_the_machine_was_busy_does_not_move_the_ratio() {
        double[] ours = {1, 1, 30};
        double[] theirs = {4, 4, 120};
        assertThat(Statistics.ratios(ours, theirs).median()).isEqualTo(0.25);
    }

    @Test
    void the_values_that_were_given_keep_their_order() {
        double[] values = {3, 1, 2};
        assertThat(new Statistics(values).median()).isEqualTo(2);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void no_values_are_refused() {
        assertThatThrownBy(() -> new Statistics(new double[0])).hasMessage("no values");
    }
}
