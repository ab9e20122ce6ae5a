package slipway.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Several ways to the same end: the first that the kernel allows is taken, the last one must work.
 */
public record FirstOf(List<Step> ways, String why) implements Step {
    public FirstOf {
        ways = List.copyOf(ways);
        if (ways.isEmpty()) throw new IllegalArgumentException("no way to: " + why);
    }

    @Override
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            for (String line : ways.get(i).shown()) lines.add(i == 0 ? line : "or else " + line);
        }
        return List.copyOf(lines);
    }

    @Override
    public String manual() {
        return ways.get(0).manual();
    }
}
