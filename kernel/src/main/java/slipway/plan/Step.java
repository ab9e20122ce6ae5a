package slipway.plan;

import java.util.List;
import slipway.linux.Call;

// tag::step[]
/** One thing to ask of the kernel, as a value, with a sentence for people. */
public sealed interface Step
        permits Do, Each, WriteFile, FirstOf, Group, IfThere, Exec, Init, RunTool {
    /** What it is for, in one sentence without a full stop. */
    String why();

    /** The calls, in order, as they are to be shown. */
    List<String> shown();

    /** The manual page, as in {@code mount(2)}. */
    String manual();

    // end::step[]

    /** One call that must succeed. */
    static Do call(String why, Call call) {
        return new Do(call, why, List.of(), "", List.of());
    }
}
