package slipway.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slipway.linux.Call;
import slipway.linux.Errno;

/** The fields of a step as they are read, before it is known which kind has the right to them. */
final class StepFields {
    private static final List<String> FOR_PEOPLE = List.of("shown", "manual");

    final Set<String> seen = new TreeSet<>();
    String kind = "";
    String why = "";
    List<Call> calls = List.of();
    List<Call> undo = List.of();
    List<Errno> tolerated = List.of();
    String result = "";
    String summary = "";
    String path = "";
    String text = "";
    List<Step> ways = List.of();
    List<Step> steps = List.of();
    List<Step> probe = List.of();
    List<String> candidates = List.of();
    List<String> argv = List.of();
    List<String> environment = List.of();

    /**
     * @throws IllegalArgumentException for a field too many or too few, or an unknown kind
     */
    Step toStep() {
        switch (kind) {
            case "do":
                check(List.of("call"), List.of("tolerated", "result", "undo"));
                return new Do(calls.get(0), why, tolerated, result, undo);
            case "each":
                check(List.of("calls", "summary"), List.of());
                return new Each(calls, summary, why);
            case "writeFile":
                check(List.of("path", "text"), List.of());
                return new WriteFile(path, text, why);
            case "firstOf":
                check(List.of("ways"), List.of());
                return new FirstOf(ways, why);
            case "group":
                check(List.of("steps"), List.of());
                return new Group(steps, why);
            case "ifThere":
                check(List.of("probe", "steps"), List.of());
                if (probe.size() != 1 || !(probe.get(0) instanceof Do one)) {
                    throw new IllegalArgumentException("a probe is one step of kind do");
                }
                return new IfThere(one, steps, why);
            case "exec":
                check(List.of("candidates", "argv", "environment"), List.of());
                return new Exec(candidates, argv, environment, why);
            case "init":
                check(List.of("steps"), List.of());
                if (steps.size() != 1 || !(steps.get(0) instanceof Exec program)) {
                    throw new IllegalArgumentException("an init has one step, of kind exec");
                }
                return new Init(program);
            case "runTool":
                check(List.of("argv"), List.of());
                return new RunTool(argv, why);
            default:
                throw new IllegalArgumentException(
                        seen.contains("step")
                                ? "no kind of step is named " + kind
                                : "the field step is missing");
        }
    }

    private void check(List<String> required, List<String> optional) {
        List<String> allowed = new ArrayList<>(required);
        allowed.add("step");
        allowed.add("why");
        for (String name : allowed) {
            if (seen.contains(name)) continue;
            throw new IllegalArgumentException(kind + " lacks the field " + name);
        }
        allowed.addAll(optional);
        allowed.addAll(FOR_PEOPLE);
        for (String name : seen) {
            if (allowed.contains(name)) continue;
            throw new IllegalArgumentException(kind + " has no field " + name);
        }
    }
}
