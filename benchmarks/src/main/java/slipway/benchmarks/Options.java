package slipway.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words after {@code benchmarks/run}.
 *
 * @param warmUp runs in a resident JVM before the first round, for its compiler
 * @param only the rows that are wanted; empty for all
 * @param json where the numbers are to be written
 */
record Options(int rounds, int warmUp, long seed, Set<String> only, Optional<Path> json) {
    static final String HELP =
            "benchmarks/run [--rounds 50] [--warm-up 1000] [--seed N] [--only 'ROW ROW']"
                    + " [--json FILE]";

    Options {
        if (rounds < 1) throw new IllegalArgumentException("--rounds is " + rounds + ": " + HELP);
    }

    static Options parse(String[] words, Optional<String> only) {
        int rounds = 50;
        int warmUp = 1000;
        long seed = System.nanoTime();
        Set<String> rows = rows(only.orElse(""));
        Optional<Path> json = Optional.empty();
        for (int i = 0; i + 1 < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--rounds" -> rounds = Integer.parseInt(value);
                case "--warm-up" -> warmUp = Integer.parseInt(value);
                case "--seed" -> seed = Long.parseLong(value);
                case "--only" -> rows = rows(value);
                case "--json" -> json = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException(words[i] + " is unknown: " + HELP);
            }
        }
        if (words.length % 2 == 1) {
            throw new IllegalArgumentException(words[words.length - 1] + " has no value: " + HELP);
        }
        return new Options(rounds, warmUp, seed, rows, json);
    }

    boolean wants(String row) {
        return only.isEmpty() || only.contains(row);
    }

    /** The command that repeats it, without what does not matter for the numbers. */
    String command(String script) {
        String words = script + " --rounds " + rounds + " --warm-up " + warmUp;
        if (only.isEmpty()) return words;
        return words + " --only '" + String.join(" ", new TreeSet<>(only)) + "'";
    }

    private static Set<String> rows(String text) {
        return text.isBlank() ? Set.of() : Set.copyOf(List.of(text.strip().split("\\s+")));
    }
}
