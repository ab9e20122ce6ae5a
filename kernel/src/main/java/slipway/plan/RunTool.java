package slipway.plan;

import java.util.List;

/**
 * Runs a program of the host that may do what we may not, and waits for its end: newuidmap and
 * newgidmap, which check /etc/subuid and /etc/subgid and then write an id map. Host steps only, and
 * these two programs only: a plan may have been read from a file.
 *
 * @param argv the program's name and its arguments, where {@code $pid} is the child being started
 * @see <a href="https://man7.org/linux/man-pages/man1/newuidmap.1.html">newuidmap(1)</a>
 */
public record RunTool(List<String> argv, String why) implements Step {
    public static final String NEWUIDMAP = "newuidmap";
    public static final String NEWGIDMAP = "newgidmap";

    /** Where they may be. Not PATH, in which a caller may have programs of his own first. */
    public static final List<String> FOLDERS = List.of("/usr/bin", "/bin", "/usr/local/bin");

    /**
     * @throws IllegalArgumentException for any other program
     */
    public RunTool {
        argv = List.copyOf(argv);
        String name = argv.isEmpty() ? "" : argv.get(0);
        if (!name.equals(NEWUIDMAP) && !name.equals(NEWGIDMAP)) {
            throw new IllegalArgumentException(
                    "only newuidmap and newgidmap may be run, not '" + name + "'");
        }
    }

    @Override
    public List<String> shown() {
        return List.of(String.join(" ", argv));
    }

    @Override
    public String manual() {
        return argv.get(0) + "(1)";
    }
}
