package slipway.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slipway.testkit.Run;

/** One start of the slipway command as users start it: another process, cold. */
final class Slipway {
    private final List<String> words = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private List<String> wrapper = List.of();
    private List<String> callersWrapper = List.of();
    private Caller caller = Caller.USER;
    private Path java = Path.of(System.getProperty("java.home"), "bin/java");
    private String mainClass = "slipway.cli.Main";
    private byte[] stdin = {};
    private Duration limit = Duration.ofSeconds(60);

    private Slipway(List<String> words) {
        this.words.addAll(words);
    }

    /** {@code slipway WORDS}. */
    static Slipway words(String... words) {
        return new Slipway(List.of(words));
    }

    /** {@code slipway run --rootfs ROOT WORDS}. */
    static Slipway run(Path root, String... words) {
        Slipway slipway = new Slipway(List.of("run", "--rootfs", root.toString()));
        slipway.words.addAll(List.of(words));
        return slipway;
    }

    /** {@code slipway run --rootfs BUSYBOX WORDS}. */
    static Slipway busybox(String... words) {
        return run(Installed.busybox(), words);
    }

    /** An ordinary user, unless this is said. */
    Slipway as(Caller someone) {
        caller = someone;
        return this;
    }

    /** The JVM that runs the tests, unless this is said. */
    Slipway on(Path otherJava) {
        java = otherJava;
        return this;
    }

    /** Runs {@code PROGRAM … slipway …}, the program as the caller that runs the tests. */
    Slipway behind(String... program) {
        wrapper = List.of(program);
        return this;
    }

    /** Runs a shell script in which {@code "$@"} is the slipway command. */
    Slipway inShell(String script) {
        return behind("sh", "-c", script, "sh");
    }

    /** Runs {@code PROGRAM … slipway …}, the program too as the caller. */
    Slipway asCallerBehind(String... program) {
        callersWrapper = List.of(program);
        return this;
    }

    /** Starts at another class, which goes on to {@link Main}. */
    Slipway main(Class<?> other) {
        mainClass = other.getName();
        return this;
    }

    Slipway stdin(byte[] bytes) {
        stdin = bytes.clone();
        return this;
    }

    Slipway environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Slipway within(Duration duration) {
        limit = duration;
        return this;
    }

    Run.Result result() {
        Run run = Run.program(command()).stdin(stdin).within(limit);
        environment.forEach(run::environment);
        return run.result();
    }

    /** What it wrote to standard output, when it must succeed. */
    String output() {
        return result().succeeded().stdout();
    }

    /** Starts it without waiting; its output is thrown away. The caller ends it. */
    Process start() {
        ProcessBuilder builder =
                new ProcessBuilder(command())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole command, as a shell reads it. */
    String line() {
        StringBuilder line = new StringBuilder();
        for (String word : command()) {
            line.append('\'').append(word.replace("'", "'\\''")).append("' ");
        }
        return line.toString().strip();
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(caller.prefix());
        command.addAll(callersWrapper);
        command.addAll(Installed.command(java, mainClass));
        command.addAll(words);
        return command;
    }
}
