package slipway.plan.launch;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import slipway.linux.Fd;

/**
 * Which number each descriptor gets in the child: the ones asked for, and behind them the
 * launcher's own three.
 */
final class Descriptors {
    private final SortedMap<Integer, Fd> asked;
    private final int report;

    Descriptors(Map<Integer, Fd> asked) {
        this.asked = new TreeMap<>(asked);
        this.report = asked.isEmpty() ? 3 : Math.max(2, this.asked.lastKey()) + 1;
    }

    /**
     * Failures are written here; closed by the exec of the user's program, which is the good news.
     */
    int report() {
        return report;
    }

    /** GO is read from here. */
    int go() {
        return report + 1;
    }

    /** The program to exec; the highest of all. */
    int program() {
        return report + 2;
    }

    /** All numbers in the child, rising. */
    int[] targets() {
        int[] targets = new int[asked.size() + 3];
        int i = 0;
        for (int target : asked.keySet()) targets[i++] = target;
        targets[i] = report();
        targets[i + 1] = go();
        targets[i + 2] = program();
        return targets;
    }

    /** Our numbers for them, in the same order. */
    int[] sources(Fd report, Fd go, Fd program) {
        int[] sources = new int[asked.size() + 3];
        int i = 0;
        for (Fd source : asked.values()) sources[i++] = source.number();
        sources[i] = report.number();
        sources[i + 1] = go.number();
        sources[i + 2] = program.number();
        return sources;
    }
}
