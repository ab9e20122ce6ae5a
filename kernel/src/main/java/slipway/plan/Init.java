package slipway.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * The end of a launch in which the process does not become the program, but runs it as its only
 * child: it reaps what the program leaves behind, hands signals on to it, and ends with its exit
 * status, or 128 and the number of the signal that ended it.
 *
 * <p>As PID 1 a program would get no signal that it has no handler for, and would be the parent of
 * all orphans; see pid_namespaces(7).
 */
public record Init(Exec program) implements Step {
    @Override
    public String why() {
        return "be the init of the container, and run the program as a child";
    }

    @Override
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        lines.add("clone3({flags=0, exit_signal=SIGCHLD}, 64) = $program");
        for (String each : program.shown()) lines.add("in the child: " + each);
        lines.add("for each signal: rt_sigtimedwait(~[], …), and then kill($program, signal)");
        lines.add("or, for SIGCHLD, waitid(P_ALL, …); when it was $program, exit_group(status)");
        return lines;
    }

    @Override
    public String manual() {
        return "pid_namespaces(7)";
    }
}
