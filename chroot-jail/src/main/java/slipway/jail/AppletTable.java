package slipway.jail;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The names that a busybox answers to, read out of its bytes rather than by running it: they are
 * one after another, each with a NUL behind it, sorted for a binary search. No other run of sorted
 * words in a program is as long.
 */
final class AppletTable {
    private static final int LONGEST_NAME = 20;
    private static final int SMALLEST_TABLE = 20;

    private AppletTable() {}

    /** None if there is no such table. */
    static Set<String> in(byte[] program) {
        Set<String> longest = Set.of();
        Set<String> run = new HashSet<>();
        String last = "";
        int start = 0;
        for (int i = 0; i < program.length; i++) {
            if (program[i] != 0) continue;
            String name = name(program, start, i);
            if (name.compareTo(last) <= 0) {
                if (run.size() > longest.size()) longest = run;
                run = new HashSet<>();
            }
            if (!name.isEmpty()) run.add(name);
            last = name;
            start = i + 1;
        }
        return longest.size() < SMALLEST_TABLE ? Set.of() : longest;
    }

    /** Empty if it cannot be a name. */
    private static String name(byte[] program, int start, int end) {
        if (end == start || end - start > LONGEST_NAME) return "";
        for (int i = start; i < end; i++) {
            byte c = program[i];
            boolean word = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
            if (!word && c != '[' && c != '-' && c != '_' && c != '.') return "";
        }
        return new String(program, start, end - start, StandardCharsets.US_ASCII);
    }
}
