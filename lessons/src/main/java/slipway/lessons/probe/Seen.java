package slipway.lessons.probe;

import java.util.List;

/**
 * What an experiment showed.
 *
 * @param holds whether the claim is true here
 * @param lines what was done and what came of it, for people
 */
record Seen(boolean holds, List<String> lines) {
    Seen {
        lines = List.copyOf(lines);
    }

    static Seen of(boolean holds, String... lines) {
        return new Seen(holds, List.of(lines));
    }
}
