package slipway.engine;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slipway.plan.launch.Keep;

/**
 * What a keeper becomes when there is more to do than it can: this very Java, with a word that only
 * keepers say. Its environment is ours, as far as it says where things are.
 */
public final class ExitCommand {
    /** The verb; help does not name it. */
    public static final String VERB = "after-the-end-of";

    private static final String MAIN = "slipway.cli.Main";
    private static final String EXECUTABLE = "/proc/self/exe";
    private static final String[] PASSED = {
        "PATH",
        "HOME",
        "XDG_DATA_HOME",
        "XDG_RUNTIME_DIR",
        "TMPDIR",
        "LANG",
        "LC_ALL",
        "SLIPWAY_DATA",
        "SLIPWAY_JAVA"
    };

    private final Invocation java;
    private final List<String> environment;

    private record Invocation(String file, List<String> words) {}

    private ExitCommand(Invocation java, List<String> environment) {
        this.java = java;
        this.environment = environment;
    }

    /**
     * As this process was started.
     *
     * @param data the data directory in use
     */
    public static ExitCommand ofUs(String data, Map<String, String> ours) {
        List<String> environment = new ArrayList<>();
        for (String name : PASSED) {
            String value = name.equals("SLIPWAY_DATA") ? data : ours.get(name);
            if (value != null) environment.add(name + "=" + value);
        }
        return new ExitCommand(us(), environment);
    }

    private static Invocation us() {
        try (FileInputStream in = new FileInputStream("/proc/self/cmdline")) {
            String line = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> words = new ArrayList<>();
            int start = 0;
            for (int end = line.indexOf('\0'); end >= 0; end = line.indexOf('\0', start)) {
                String word = line.substring(start, end);
                words.add(word);
                if (word.equals(MAIN)) {
                    return new Invocation(new File(EXECUTABLE).getCanonicalPath(), words);
                }
                start = end + 1;
            }
            return new Invocation("", List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For a container; empty if there is nothing to do after its end, or this is no command.
     *
     * @param adopts whether its keeper adopts what it leaves behind
     */
    Optional<Keep.Then> of(KeptConfig config, long pauseMillis, boolean adopts) {
        boolean again = config.restart().mayRestart();
        boolean nothing = !again && !config.remove() && !adopts;
        if (java.words().isEmpty() || nothing) return Optional.empty();
        List<String> words = new ArrayList<>(java.words());
        words.add(VERB);
        words.add(config.id());
        return Optional.of(
                new Keep.Then(
                        java.file(),
                        words,
                        environment,
                        Duration.ofMillis(again ? pauseMillis : 0),
                        config.restart().afterSuccess()));
    }
}
