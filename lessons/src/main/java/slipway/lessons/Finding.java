package slipway.lessons;

/**
 * What one check found.
 *
 * @param check its name
 * @param observed what was seen, why it cannot be judged, or the name of the check that blocks it;
 *     empty when it passed
 */
public record Finding(String check, Outcome outcome, String observed) {}
