package slipway.plan;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Call;
import slipway.linux.Errno;

/**
 * A step that is one system call.
 *
 * @param tolerated errors after which the plan goes on, as EEXIST after mkdir
 * @param result the name by which later steps refer to what the call returned; empty for none
 * @param undo the call that takes it back: at most one
 */
public record Do(Call call, String why, List<Errno> tolerated, String result, List<Call> undo)
        implements Step {
    public Do {
        tolerated = List.copyOf(tolerated);
        undo = List.copyOf(undo);
        if (undo.size() > 1) throw new IllegalArgumentException(call + " undone by " + undo);
    }

    public Do tolerating(Errno... errnos) {
        return new Do(call, why, List.of(errnos), result, undo);
    }

    /** Names what the call returns, for {@link slipway.linux.Arg#result}. */
    public Do as(String name) {
        return new Do(call, why, tolerated, name, undo);
    }

    public Do undoneBy(Call back) {
        return new Do(call, why, tolerated, result, List.of(back));
    }

    @Override
    public List<String> shown() {
        StringBuilder text = new StringBuilder(call.toString());
        if (!result.isEmpty()) text.append(" = $").append(result);
        if (!tolerated.isEmpty()) {
            List<String> names = new ArrayList<>();
            for (Errno errno : tolerated) names.add(errno.name());
            text.append("   (or ").append(String.join(", ", names)).append(')');
        }
        return List.of(text.toString());
    }

    @Override
    public String manual() {
        return call.syscall().manual();
    }
}
