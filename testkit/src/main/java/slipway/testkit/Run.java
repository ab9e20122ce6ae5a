package slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One run of an outside program, in bounded time. Its three streams are files: no pipe can fill up,
 * and a process that it leaves in the background cannot hold the test by keeping a pipe open.
 */
public final class Run {
    private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(5);

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private byte[] stdin = {};
    private Optional<Path> directory = Optional.empty();
    private Duration limit = DEFAULT_LIMIT;

    private Run(List<String> command) {
        this.command = List.copyOf(command);
    }

    /**
     * How a program ended, and what it said.
     *
     * @param exitCode its status, or 128 + N if signal N killed it
     */
    public record Result(List<String> command, int exitCode, byte[] out, byte[] err) {
        public String stdout() {
            return new String(out, StandardCharsets.UTF_8);
        }

        public String stderr() {
            return new String(err, StandardCharsets.UTF_8);
        }

        /** This result, if the status is 0; else an AssertionError with all that was said. */
        public Result succeeded() {
            if (exitCode != 0) {
                throw new AssertionError(toString());
            }
            return this;
        }

        @Override
        public String toString() {
            return String.join(" ", command)
                    + ": status "
                    + exitCode
                    + "\nstdout: "
                    + stdout()
                    + "\nstderr: "
                    + stderr();
        }
    }

    /** A program, looked up as {@link Programs#find} does, and its arguments. */
    public static Run program(String... command) {
        return new Run(List.of(command));
    }

    /** As {@link #program(String...)}. */
    public static Run program(List<String> command) {
        return new Run(command);
    }

    /** What a program that must succeed wrote to stdout, without the white space around it. */
    public static String output(String... command) {
        return program(command).result().succeeded().stdout().strip();
    }

    public Run stdin(byte[] bytes) {
        stdin = bytes.clone();
        return this;
    }

    public Run stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a variable in addition to the environment of this JVM. */
    public Run environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public Run directory(Path path) {
        directory = Optional.of(path);
        return this;
    }

    /** Kills the program and its descendants after this long; the default is one minute. */
    public Run within(Duration duration) {
        limit = duration;
        return this;
    }

    /**
     * Runs the program to its end.
     *
     * @throws AssertionError if it ran longer than allowed; what it said until then is in it
     */
    public Result result() {
        try {
            Path streams = Files.createTempDirectory("run");
            try {
                return result(streams);
            } finally {
                for (String stream : List.of("in", "out", "err")) {
                    Files.deleteIfExists(streams.resolve(stream));
                }
                Files.delete(streams);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        }
    }

    private Result result(Path streams) throws IOException {
        Path in = Files.write(streams.resolve("in"), stdin);
        Path out = streams.resolve("out");
        Path err = streams.resolve("err");
        Process process = builder(in, out, err).start();
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!ended) {
                kill(process);
            }
        }
        int status = ended ? process.exitValue() : -1;
        Result result =
                new Result(command, status, Files.readAllBytes(out), Files.readAllBytes(err));
        if (!ended) {
            throw new AssertionError("killed after " + limit.toMillis() + " ms: " + result);
        }
        return result;
    }

    private ProcessBuilder builder(Path in, Path out, Path err) {
        List<String> found = new ArrayList<>(command);
        if (!found.get(0).contains("/")) {
            Programs.find(found.get(0)).ifPresent(program -> found.set(0, program.toString()));
        }
        ProcessBuilder builder =
                new ProcessBuilder(found)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().putAll(environment);
        directory.ifPresent(path -> builder.directory(path.toFile()));
        return builder;
    }

    private static void kill(Process process) {
        // Listed before the parent dies: its children then have another parent.
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        for (ProcessHandle descendant : descendants) {
            descendant.destroyForcibly();
        }
        process.onExit().join();
    }
}
