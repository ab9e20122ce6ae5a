package slipway.lessons;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.testkit.Run;

/**
 * A terminal of 80 columns and 24 rows, by a server of tmux of its own, in which {@code slipway
 * learn} runs. What it writes is read twice: as bytes, and as the screen that a learner sees.
 */
final class Terminal implements AutoCloseable {
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Path folder;
    private final Path log;
    private int looked;

    /**
     * @param folder for its files
     * @param lessons the learner's
     * @param term what the terminal calls itself
     */
    Terminal(Path folder, Path lessons, String term) throws IOException, InterruptedException {
        this.folder = folder;
        this.log = Files.createFile(folder.resolve("log"));
        StringBuilder script = new StringBuilder("read go\nstty -g >before\n");
        script.append("export TERM=").append(term).append('\n');
        Installed.environment(lessons)
                .forEach((name, value) -> script.append("export " + name + "='" + value + "'\n"));
        script.append(Installed.script())
                .append(" learn\nstatus=$?\nstty -g >after\necho status=$status.\n");
        script.append("exec cat\n");
        Files.writeString(folder.resolve("script"), script);
        tmux(
                "-f",
                "/dev/null",
                "new-session",
                "-d",
                "-x",
                "80",
                "-y",
                "24",
                "-c",
                folder.toString(),
                "exec sh script");
        tmux("pipe-pane", "exec cat >'" + log + "'");
        type("go");
    }

    /** Types a text and Enter; what is awaited next comes after this. */
    void type(String text) throws IOException {
        looked = bytes().length();
        tmux("send-keys", "-l", text);
        tmux("send-keys", "Enter");
    }

    /** From now on, what is awaited is what will be written. */
    void look() throws IOException {
        looked = bytes().length();
    }

    void await(String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!bytes().substring(looked).contains(text)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no " + text + " in time, but:\n" + bytes());
            }
            Thread.sleep(30);
        }
    }

    /** All that was written. */
    String bytes() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).replace("\r", "");
    }

    String screen() {
        return tmux("capture-pane", "-p");
    }

    /** What {@code stty -g} said, as {@code before} or {@code after}. */
    String modes(String when) throws IOException {
        return Files.readString(folder.resolve(when));
    }

    private String tmux(String... words) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", folder + "/tmux"));
        command.addAll(List.of(words));
        return Run.program(command)
                .environment("TERM", "screen")
                .environment("LC_ALL", "C.UTF-8")
                .result()
                .succeeded()
                .stdout();
    }

    @Override
    public void close() {
        tmux("kill-server");
    }
}
