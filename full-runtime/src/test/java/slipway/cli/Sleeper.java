package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** A {@code sleep} that can be told from all others on the machine, by how long it sleeps. */
final class Sleeper implements AutoCloseable {
    private static final long LIMIT_NANOS = 20_000_000_000L;

    private final String seconds =
            "" + ThreadLocalRandom.current().nextLong(1_000_000_000_000L, 9_000_000_000_000L);

    /** Its argument. */
    String seconds() {
        return seconds;
    }

    /** Its number, as this JVM sees it, once it is there. */
    String awaitPid() throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (System.nanoTime() < end) {
            List<String> found = pids();
            if (!found.isEmpty()) return found.get(0);
            Thread.sleep(10);
        }
        throw new AssertionError("sleep " + seconds + " was not started in time");
    }

    /** Waits until it is gone. */
    void awaitEnd() throws InterruptedException {
        long end = System.nanoTime() + LIMIT_NANOS;
        while (!pids().isEmpty()) {
            if (System.nanoTime() > end) throw new AssertionError("still there: " + pids());
            Thread.sleep(10);
        }
    }

    boolean runs() {
        return !pids().isEmpty();
    }

    private List<String> pids() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (isIt(process)) found.add(process.getFileName().toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private boolean isIt(Path process) {
        try {
            byte[] line = Files.readAllBytes(process.resolve("cmdline"));
            return new String(line, StandardCharsets.UTF_8).equals("sleep\0" + seconds + "\0");
        } catch (IOException e) {
            return false; // it has just ended
        }
    }

    @Override
    public void close() {
        for (String pid : pids()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
