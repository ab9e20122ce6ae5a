package slipway.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import slipway.testkit.Run;

/**
 * A terminal with somebody before it: bash in a server of tmux of its own, whose keys are pressed
 * and whose screen is read. The prompt is {@code outer>}.
 */
final class Tmux implements AutoCloseable {
    private static final long LIMIT_NANOS = 60_000_000_000L;
    private static final String PROMPT = "^outer>$";

    private final Path socket;
    private final Path script;

    /**
     * @param directory for its socket
     */
    Tmux(Path directory) throws Exception {
        this.socket = directory.resolve("tmux");
        this.script = directory.resolve("script");
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "exec bash --norc");
        line("PS1='outer> '; PROMPT_COMMAND=; clear");
        await(PROMPT);
    }

    /** Types the command that starts slipway; it is too long for a line that is looked at. */
    void start(Slipway slipway, String around) throws Exception {
        java.nio.file.Files.writeString(
                script, around.replace("SLIPWAY", "exec " + slipway.line()));
        line("clear; sh " + script);
    }

    void start(Slipway slipway) throws Exception {
        start(slipway, "SLIPWAY");
    }

    /** Types a text and Enter. */
    void line(String text) {
        tmux("send-keys", "-l", text);
        key("Enter");
    }

    /** Presses a key, as {@code C-c}. */
    void key(String name) {
        tmux("send-keys", name);
    }

    void resize(int columns, int rows) {
        tmux("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /** Waits until a line of the screen matches; returns the screen. */
    String await(String line) throws InterruptedException {
        Pattern wanted = Pattern.compile(line, Pattern.MULTILINE);
        long end = System.nanoTime() + LIMIT_NANOS;
        String screen = screen();
        while (!wanted.matcher(screen).find()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no line " + line + " in time, but:\n" + screen);
            }
            Thread.sleep(20);
            screen = screen();
        }
        return screen;
    }

    /** Waits for the outer shell, and asks it how the last command ended. */
    int status() throws InterruptedException {
        await(PROMPT);
        line("echo status=$?.");
        String screen = await("^status=\\d+\\.$");
        int at = screen.lastIndexOf("\nstatus=") + "\nstatus=".length();
        return Integer.parseInt(screen.substring(at, screen.indexOf('.', at)));
    }

    /** What {@code stty -g} says to the outer shell. */
    String modes() throws InterruptedException {
        line("clear; echo modes=$(stty -g).");
        String screen = await("^modes=[0-9a-f:\\n]+\\.$").replace("\n", "");
        return screen.substring(screen.indexOf("modes="), screen.indexOf('.'));
    }

    /** The JVM that the outer shell runs at the moment. */
    long foreground() {
        String shell = tmux("display-message", "-p", "#{pane_pid}");
        List<String> children = new ArrayList<>();
        for (String line : Run.output("ps", "-e", "-o", "ppid=,pid=").split("\n")) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals(shell)) children.add(words[1]);
        }
        return Long.parseLong(children.get(0));
    }

    String screen() {
        return tmux("capture-pane", "-p");
    }

    private String tmux(String... words) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString()));
        command.addAll(List.of(words));
        return Run.program(command)
                .environment("TERM", "screen")
                .environment("LC_ALL", "C.UTF-8")
                .result()
                .succeeded()
                .stdout()
                .strip();
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
