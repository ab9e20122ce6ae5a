package slipway.plan;

import java.util.ArrayList;
import java.util.List;

/** Several steps that count as one: the way of a {@link FirstOf}. */
public record Group(List<Step> steps, String why) implements Step {
    public Group {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) throw new IllegalArgumentException("nothing to do: " + why);
    }

    @Override
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) lines.addAll(step.shown());
        return List.copyOf(lines);
    }

    @Override
    public String manual() {
        return steps.get(0).manual();
    }
}
