package slipway.lessons;

import java.util.Optional;

/**
 * What one check found.
 *
 * @param check its name
 * @param observed what was seen, why it cannot be judged, or the name of the check that blocks it;
 *     empty when it passed
 * @param meaning where it is another than that of the check
 */
public record Finding(String check, Outcome outcome, String observed, Optional<Meaning> meaning) {
    Finding(String check, Outcome outcome, String observed) {
        this(check, outcome, observed, Optional.empty());
    }

    /** What to say about it, for the check that made it. */
    Meaning meaning(Exercise.CheckSpec spec) {
        return meaning.orElse(new Meaning(spec.means(), spec.belief()));
    }
}
