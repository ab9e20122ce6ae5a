package slipway.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps that are done only where something exists: when {@code probe} is answered with ENOENT, they
 * are passed over. Any other failure of it is a failure of the plan.
 */
public record IfThere(Do probe, List<Step> steps, String why) implements Step {
    public IfThere {
        steps = List.copyOf(steps);
        if (!probe.tolerated().isEmpty()) {
            throw new IllegalArgumentException("a probe tolerates ENOENT only: " + probe);
        }
    }

    @Override
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (String line : probe.shown()) lines.add(line + "   (if it is there)");
        for (Step step : steps) for (String line : step.shown()) lines.add("    " + line);
        return List.copyOf(lines);
    }

    @Override
    public String manual() {
        return probe.manual();
    }
}
