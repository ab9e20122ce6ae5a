package slipway.plan;

import java.util.List;
import slipway.linux.Call;

/**
 * The same call several times with other arguments, told in one line.
 *
 * @param summary the one line
 */
public record Each(List<Call> calls, String summary, String why) implements Step {
    public Each {
        calls = List.copyOf(calls);
        if (calls.isEmpty()) throw new IllegalArgumentException("nothing to do: " + why);
    }

    @Override
    public List<String> shown() {
        return List.of(summary);
    }

    @Override
    public String manual() {
        return calls.get(0).syscall().manual();
    }
}
