package slipway.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import slipway.testkit.Run;

/** A way to have a container that sleeps, and to be rid of it. {@code ID} stands for its name. */
final class Idler {
    private static final long PATIENCE_SECONDS = 30;

    private final String start;
    private final List<String> stop;
    private final Map<String, String> names;
    private final Map<String, Process> foreground = new HashMap<>();

    /**
     * @param start a command, its words with one blank between them
     * @param stop the commands that remove it; none for one that stays in the foreground and is
     *     ended with SIGKILL to all that it started
     * @param names what stands for paths in the words
     */
    Idler(String start, List<String> stop, Map<String, String> names) {
        this.start = start;
        this.stop = List.copyOf(stop);
        this.names = Map.copyOf(names);
    }

    /** The command, without paths of this machine. */
    String shown() {
        return start;
    }

    void start(String id) throws IOException {
        if (!stop.isEmpty()) {
            Run.program(words(start, id)).result().succeeded();
            return;
        }
        ProcessBuilder builder = new ProcessBuilder(words(start, id));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        foreground.put(id, builder.start());
    }

    void stop(String id) throws InterruptedException {
        for (String command : stop) Run.program(words(command, id)).result();
        Process process = foreground.remove(id);
        if (process == null) return;
        List<ProcessHandle> started = process.descendants().toList();
        process.destroyForcibly();
        for (ProcessHandle one : started) one.destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private List<String> words(String command, String id) {
        List<String> words = new ArrayList<>();
        for (String word : command.split(" ")) {
            String whole = names.getOrDefault(word, word).replace("ID", id);
            for (Map.Entry<String, String> name : names.entrySet()) {
                whole = whole.replace(name.getKey() + "/", name.getValue() + "/");
            }
            words.add(whole);
        }
        return words;
    }
}
