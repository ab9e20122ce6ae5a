package slipway.lessons;

import java.util.List;
import java.util.Optional;

/**
 * What is to be said about a solution.
 *
 * @param errors of the compiler; when there are any, nothing was checked
 * @param trouble what kept the checks from being made to their end, or was left behind after them;
 *     empty for nothing
 * @param printed what the learner's code printed
 */
public record Verdict(List<String> errors, List<Finding> findings, String trouble, String printed) {
    public Verdict {
        errors = List.copyOf(errors);
        findings = List.copyOf(findings);
    }

    /** Nothing is left to mend; what cannot be judged here does not count. */
    public Outcome outcome() {
        if (!errors.isEmpty() || !trouble.isEmpty() || firstNotYet().isPresent()) {
            return Outcome.NOT_YET;
        }
        for (Finding finding : findings) {
            if (finding.outcome() == Outcome.PASSED) return Outcome.PASSED;
        }
        return Outcome.CANNOT_JUDGE;
    }

    Optional<Finding> firstNotYet() {
        for (Finding finding : findings) {
            if (finding.outcome() == Outcome.NOT_YET) return Optional.of(finding);
        }
        return Optional.empty();
    }
}
