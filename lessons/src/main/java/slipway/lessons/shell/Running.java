package slipway.lessons.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import slipway.linux.Constants;
import slipway.linux.ExitStatus;
import slipway.linux.ProcStatus;
import slipway.plan.launch.Child;

/** A program of a lesson that runs. */
public final class Running implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Lab lab;
    private final Child child;
    private final Path output;
    private boolean told;

    Running(Lab lab, Child child, Path output) {
        this.lab = lab;
        this.child = child;
        this.output = output;
    }

    /** Its number, as this JVM sees it. */
    public int pid() {
        return child.pid();
    }

    /** Sends it a signal. */
    public void signal(int number) {
        child.signal(number);
    }

    /** Waits until it has written a line with this in it. */
    public String awaitLine(String part) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Optional<String> line = text().lines().filter(each -> each.contains(part)).findFirst();
            if (line.isPresent()) return line.get();
            // The kernel tells nobody who did not ask beforehand that a file has grown.
            pauseABit();
        }
        throw new Expected("the program writes " + part, text());
    }

    /** Waits until the kernel says this of it: R, S, T or Z. */
    public void awaitState(char state) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            if (state() == state) return;
            // No call waits for a state without taking it away.
            pauseABit();
        }
        throw new Expected("the process is in state " + state, String.valueOf(state()));
    }

    private char state() {
        try {
            return ProcStatus.ofPid(child.pid()).state();
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/" + child.pid() + ": " + e.getMessage(), e);
        }
    }

    private static void pauseABit() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the lesson was interrupted", e);
        }
    }

    /** Waits for its end, a minute at most, and shows what it wrote. */
    public Seen await() {
        Optional<ExitStatus> ended = child.await(LIMIT);
        if (ended.isEmpty()) {
            child.signal(Constants.SIGKILL);
            ended = Optional.of(child.await());
        }
        Seen seen =
                new Seen(text(), ended.get().toString(), ended.get().shellCode(), Optional.empty());
        if (!told) {
            lab.showOutput(seen.out());
            lab.showEnd(seen.end());
        }
        told = true;
        return seen;
    }

    /** Kills it, and waits for its end. */
    public Seen stop() {
        child.signal(Constants.SIGKILL);
        return await();
    }

    private String text() {
        try {
            // Programs may write any bytes.
            return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
