package slipway.cgroups;

import java.util.BitSet;

/**
 * Processors or memory nodes as the kernel lists them, {@code 0-2,4}.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/cpuset.7.html">cpuset(7), List format</a>
 */
final class CpuList {
    /** More than any kernel is built for. */
    private static final int MOST = 1 << 16;

    private CpuList() {}

    /**
     * @throws InvalidLimit if it is no such list
     */
    static BitSet parse(String property, String text) {
        BitSet members = new BitSet();
        int start = 0;
        while (start <= text.length()) {
            int comma = text.indexOf(',', start);
            int end = comma < 0 ? text.length() : comma;
            int dash = text.indexOf('-', start);
            boolean range = dash >= 0 && dash < end;
            int first = number(property, text, start, range ? dash : end);
            int last = range ? number(property, text, dash + 1, end) : first;
            if (last < first) throw wrong(property, text);
            members.set(first, last + 1);
            start = end + 1;
        }
        return members;
    }

    private static int number(String property, String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') throw wrong(property, text);
            value = 10 * value + c - '0';
            if (value > MOST) throw wrong(property, text);
        }
        if (start == end) throw wrong(property, text);
        return value;
    }

    private static InvalidLimit wrong(String property, String text) {
        return new InvalidLimit(property, "'" + text + "'", "numbers as in 0-2,4");
    }
}
