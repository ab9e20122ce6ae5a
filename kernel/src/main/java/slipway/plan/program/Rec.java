package slipway.plan.program;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import slipway.linux.Call;
import slipway.linux.asm.RecordLayout;
import slipway.plan.Step;

/** One record of a program: a system call, a copy, an addition, or a branch. */
public final class Rec {
    final int kind;
    final int detail;
    final Operand[] arguments = new Operand[6];
    final @Nullable Word result;
    final @Nullable Label target;
    private final @Nullable Step step;
    private final @Nullable Call call;

    /** Where it stands, from the start of the header; known once the program is laid out. */
    int offset = -1;

    /** A place among the records. */
    public static final class Label {
        int index = -1;
    }

    Rec(
            int kind,
            int detail,
            @Nullable Word result,
            @Nullable Label target,
            @Nullable Step step,
            @Nullable Call call) {
        this.kind = kind;
        this.detail = detail;
        this.result = result;
        this.target = target;
        this.step = step;
        this.call = call;
        Arrays.fill(arguments, Operand.ZERO);
    }

    /** Whether it calls the kernel, and so can fail. */
    public boolean isCall() {
        return kind == RecordLayout.SYSCALL;
    }

    /** What it is part of; the answer to "which step failed". */
    public Step step() {
        if (step == null) throw new IllegalStateException("only a call has a step");
        return step;
    }

    /** The call as the user is to see it. */
    public Call call() {
        if (call == null) throw new IllegalStateException("not a call");
        return call;
    }
}
