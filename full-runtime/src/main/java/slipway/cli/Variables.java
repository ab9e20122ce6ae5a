package slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of a container: docker's defaults, and what {@code -e} and {@code --env-file}
 * say.
 */
final class Variables {
    private static final String DEFAULT_PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final List<String> given = new ArrayList<>();

    /** {@code NAME=value}, or {@code NAME} for our own value, left out where we have none. */
    void add(String text) {
        if (text.indexOf('=') >= 0) {
            given.add(text);
            return;
        }
        if (text.isEmpty()) throw new UsageError("--env has no name", "--env NAME=VALUE");
        String ours = Verbatim.variable(text);
        if (ours != null) given.add(text + "=" + ours);
    }

    /** What was given so far, with values. */
    List<String> given() {
        return List.copyOf(given);
    }

    /** What an image says; all else goes before it. */
    void under(List<String> variables) {
        int at = 0;
        for (String variable : variables) {
            if (variable.indexOf('=') > 0) given.add(at++, variable);
        }
    }

    /** What is said later than all else. */
    void over(Variables later) {
        given.addAll(later.given);
    }

    /** One variable a line; lines that are empty or begin with # are passed over. */
    void addFile(String file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UsageError(
                    "--env-file " + file + " cannot be read (" + e.getMessage() + ")",
                    "ls -l " + file);
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripLeading();
            if (line.isEmpty() || line.startsWith("#")) continue;
            if (line.startsWith("=")) {
                throw new UsageError(
                        "--env-file " + file + ", line " + (i + 1) + " has no name",
                        "NAME=value, or NAME");
            }
            add(line);
        }
    }

    /** TERM is ours, unless it is given: the container's terminal is shown on our own. */
    void terminal() {
        for (String variable : given) if (variable.startsWith("TERM=")) return;
        String ours = Verbatim.variable("TERM");
        given.add("TERM=" + (ours == null || ours.isEmpty() ? "xterm" : ours));
    }

    /** All of them; of a name that is given twice, the last one counts. */
    List<String> all(String host, String home) {
        List<String> all = new ArrayList<>();
        addDefault(all, "PATH", DEFAULT_PATH);
        addDefault(all, "HOSTNAME", host);
        addDefault(all, "HOME", home);
        for (int i = 0; i < given.size(); i++) {
            if (!setLater(i)) all.add(given.get(i));
        }
        return all;
    }

    private void addDefault(List<String> all, String name, String value) {
        for (String variable : given) if (variable.startsWith(name + "=")) return;
        all.add(name + "=" + value);
    }

    private boolean setLater(int index) {
        String variable = given.get(index);
        String prefix = variable.substring(0, variable.indexOf('=') + 1);
        for (int i = index + 1; i < given.size(); i++) {
            if (given.get(i).startsWith(prefix)) return true;
        }
        return false;
    }
}
