package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A container whose processes can be found from outside: they have a mark in their environment. */
final class Marked implements AutoCloseable {
    private static final long LIMIT_NANOS = 20_000_000_000L;

    private final String mark = "CONTAINER_OF_THIS_TEST=" + UUID.randomUUID();
    private final Process slipway;

    /** {@code slipway run} with the mark; SIGINT is as a terminal would have it. */
    Marked(Caller caller, String... command) {
        this(caller, List.of(), List.of(command));
    }

    /** The same, with options of {@code run}. */
    Marked(Caller caller, List<String> options, List<String> command) {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of("--env", mark, "--"));
        words.addAll(command);
        slipway =
                Slipway.busybox(words.toArray(new String[0]))
                        .as(caller)
                        .behind("env", "--default-signal=INT,TERM,HUP")
                        .start();
    }

    /** The slipway command. */
    Process slipway() {
        return slipway;
    }

    @Override
    public void close() {
        slipway.destroyForcibly().onExit().join();
    }

    /** The pids, as this JVM sees them, once there are so many. */
    List<Long> awaitProcesses(int count) throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        List<Long> found = processes();
        while (found.size() != count) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not " + count + " processes in time, but " + found);
            }
            Thread.sleep(10);
            found = processes();
        }
        return found;
    }

    List<Long> processes() {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (isMarked(process)) found.add(Long.valueOf(process.getFileName().toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private boolean isMarked(Path process) {
        try {
            byte[] environment = Files.readAllBytes(process.resolve("environ"));
            return List.of(new String(environment, StandardCharsets.UTF_8).split("\0"))
                    .contains(mark);
        } catch (IOException e) {
            return false; // it is gone, or somebody else's
        }
    }
}
