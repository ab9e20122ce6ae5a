package slipway.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntConsumer;

/**
 * Alternating runs: in each round every contender runs once, in a fresh order, so that neither a
 * change of load nor who ran just before favours anyone.
 */
final class Rounds {
    private final List<Contender> contenders;
    private final Random random;

    /**
     * @param seed of the orders; the same one gives the same orders
     */
    Rounds(List<Contender> contenders, long seed) {
        this.contenders = List.copyOf(contenders);
        this.random = new Random(seed);
    }

    /**
     * Runs them.
     *
     * @param progress is told the number of each round that begins, from 1 on
     * @return milliseconds by name, in the order of the rounds
     */
    Map<String, double[]> run(int rounds, IntConsumer progress) {
        Map<String, double[]> times = new LinkedHashMap<>();
        List<Runnable> order = new ArrayList<>();
        int[] round = {0};
        for (Contender contender : contenders) {
            double[] own = new double[rounds];
            times.put(contender.name(), own);
            order.add(() -> own[round[0]] = contender.run() / 1e6);
        }
        for (; round[0] < rounds; round[0]++) {
            progress.accept(round[0] + 1);
            Collections.shuffle(order, random);
            for (Runnable run : order) run.run();
        }
        return times;
    }
}
