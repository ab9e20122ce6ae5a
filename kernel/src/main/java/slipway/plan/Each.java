package slipway.plan;

import java.util.List;
import slipway.linux.Call;
import slipway.linux.Shown;

/**
 * The same call several times with other arguments, told in one line.
 *
 * @param line the one line
 */
public record Each(List<Call> calls, Shown line, String why) implements Step {
    public Each {
        calls = List.copyOf(calls);
        if (calls.isEmpty()) throw new IllegalArgumentException("nothing to do: " + why);
    }

    public Each(List<Call> calls, String summary, String why) {
        this(calls, Shown.of(summary), why);
    }

    public String summary() {
        return line.text();
    }

    @Override
    public List<String> shown() {
        return List.of(summary());
    }

    @Override
    public String manual() {
        return calls.get(0).syscall().manual();
    }
}
