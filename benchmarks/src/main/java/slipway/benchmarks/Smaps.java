package slipway.benchmarks;

import java.util.HashMap;
import java.util.Map;

/**
 * The memory of a process, as {@code /proc/PID/smaps_rollup} sums it up.
 *
 * @param rss KiB that are present, shared or not
 * @param pss KiB, each page divided by the number of processes that share it
 * @param own KiB that nobody else has
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html">smaps(5)</a>
 */
record Smaps(long rss, long pss, long own) {
    /**
     * @throws IllegalArgumentException when a line that is needed is missing
     */
    static Smaps parse(String text) {
        Map<String, Long> values = new HashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.split("\\s+");
            if (words.length == 3 && words[2].equals("kB")) {
                values.put(words[0], Long.parseLong(words[1]));
            }
        }
        return new Smaps(
                value(values, "Rss:"),
                value(values, "Pss:"),
                value(values, "Private_Clean:") + value(values, "Private_Dirty:"));
    }

    private static long value(Map<String, Long> values, String key) {
        Long value = values.get(key);
        if (value == null) throw new IllegalArgumentException("smaps_rollup has no " + key);
        return value;
    }
}
