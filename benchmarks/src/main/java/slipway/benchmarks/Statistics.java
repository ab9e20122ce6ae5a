package slipway.benchmarks;

import java.util.Arrays;

/** Numbers about numbers. */
final class Statistics {
    private final double[] sorted;

    Statistics(double[] values) {
        if (values.length == 0) throw new IllegalArgumentException("no values");
        this.sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** Round by round what one took in units of the other: load that hits a round hits both. */
    static Statistics ratios(double[] ours, double[] theirs) {
        double[] ratios = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < ratios.length; i++) ratios[i] = ours[i] / theirs[i];
        return new Statistics(ratios);
    }

    double min() {
        return sorted[0];
    }

    double median() {
        return quantile(0.5);
    }

    /** The spread of the middle half. */
    double interquartileRange() {
        return quantile(0.75) - quantile(0.25);
    }

    /** Between two values, in proportion to how near each is. */
    double quantile(double share) {
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
