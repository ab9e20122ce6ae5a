package slipway.plan;

import java.util.ArrayList;
import java.util.List;

// tag::plan[]
/** What will be done, in order. Building one touches nothing. */
public record Plan(List<Step> steps) {
    public static final Plan NOTHING = new Plan(List.of());

    public Plan {
        steps = List.copyOf(steps);
    }

    // end::plan[]

    public static Plan of(Step... steps) {
        return new Plan(List.of(steps));
    }

    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** This plan and then the other. */
    public Plan then(Plan other) {
        List<Step> both = new ArrayList<>(steps);
        both.addAll(other.steps);
        return new Plan(both);
    }

    /**
     * The plan as lines like those of strace(1): before each step a comment that says what it is
     * for.
     */
    public String print() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append("# ").append(step.why()).append('\n');
            for (String line : step.shown()) text.append(line).append('\n');
        }
        return text.toString();
    }
}
