package slipway.plan;

import java.util.ArrayList;
import java.util.List;
import slipway.linux.Arg;
import slipway.linux.Call;
import slipway.linux.Syscall;

/**
 * The end of a launch: the process becomes the user's program. A name without a slash is looked for
 * in each folder of PATH, as a shell does; a file that is there but may not be executed is
 * remembered, so that the answer is EACCES and not ENOENT.
 *
 * @param candidates where the program may be, in order
 * @param environment {@code NAME=value}
 */
public record Exec(List<String> candidates, List<String> argv, List<String> environment, String why)
        implements Step {
    public Exec {
        candidates = List.copyOf(candidates);
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
        if (candidates.isEmpty()) throw new IllegalArgumentException("nowhere to look: " + argv);
    }

    /**
     * @param path folders separated by colons; an empty one means the working directory
     */
    public static Exec search(List<String> argv, List<String> environment, String path) {
        String name = argv.get(0);
        String why = "become the program";
        if (name.indexOf('/') >= 0) return new Exec(List.of(name), argv, environment, why);
        List<String> candidates = new ArrayList<>();
        int start = 0;
        while (start <= path.length()) {
            int colon = path.indexOf(':', start);
            int end = colon < 0 ? path.length() : colon;
            String folder = start == end ? "." : path.substring(start, end);
            candidates.add(folder + "/" + name);
            start = end + 1;
        }
        return new Exec(candidates, argv, environment, why);
    }

    /** One {@code execve} for each candidate; the two arrays are the same values in each. */
    public List<Call> calls() {
        Arg arguments = strings(argv);
        Arg variables = strings(environment);
        List<Call> calls = new ArrayList<>();
        for (String candidate : candidates) {
            calls.add(Call.of(Syscall.EXECVE, Arg.text(candidate), arguments, variables));
        }
        return calls;
    }

    @Override
    public List<String> shown() {
        List<String> lines = new ArrayList<>();
        List<Call> calls = calls();
        lines.add(calls.get(0).toString());
        for (int i = 1; i < candidates.size(); i++) {
            lines.add("or else execve(" + Arg.quote(candidates.get(i)) + ", the same, the same)");
        }
        return lines;
    }

    @Override
    public String manual() {
        return "execve(2)";
    }

    private static Arg strings(List<String> values) {
        List<Arg> words = new ArrayList<>();
        StringBuilder shown = new StringBuilder("[");
        for (int i = 0; i < values.size(); i++) {
            words.add(Arg.text(values.get(i)));
            shown.append(i == 0 ? "" : ", ").append(Arg.quote(values.get(i)));
        }
        words.add(Arg.NULL);
        return new Arg.Words(words, shown.append(']').toString());
    }
}
