package slipway.engine.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Writes a log, or a part of it, to where its streams belong: byte for byte. */
public final class LogPrinter {
    private static final long FIRST_PAUSE_MILLIS = 5;
    private static final long LAST_PAUSE_MILLIS = 100;

    /** Nine digits always, so that lines stand below each other. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z' ")
                    .withZone(ZoneOffset.UTC);

    private final OutputStream out;
    private final OutputStream err;
    private final LogView view;
    private final Lines lines = new Lines();
    private long firstLine;

    public LogPrinter(OutputStream out, OutputStream err, LogView view) {
        this.out = out;
        this.err = err;
        this.view = view;
    }

    /**
     * What is there now.
     *
     * @throws IOException also when nobody reads what is written
     */
    public void print(Path directory) throws IOException {
        try (LogReader reader = begin(directory)) {
            print(reader);
            flush();
        }
    }

    /**
     * What is there, and what comes, until the container has ended.
     *
     * @param ended whether nothing more can come
     */
    public void follow(Path directory, BooleanSupplier ended) throws IOException {
        try (LogReader reader = begin(directory)) {
            follow(reader, ended);
        }
    }

    /** The same from where the reader is. */
    public void follow(LogReader reader, BooleanSupplier ended) throws IOException {
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            // First: what is written before the end must be read after it.
            boolean last = ended.getAsBoolean() || isOver();
            Printed printed = print(reader);
            flush();
            if (printed == Printed.TOO_LATE || last) return;
            pause =
                    printed == Printed.SOME
                            ? FIRST_PAUSE_MILLIS
                            : Math.min(2 * pause, LAST_PAUSE_MILLIS);
            sleep(pause);
        }
    }

    private enum Printed {
        NOTHING,
        SOME,
        TOO_LATE
    }

    private boolean isOver() {
        return view.until().isPresent() && Instant.now().isAfter(view.until().get());
    }

    private LogReader begin(Path directory) throws IOException {
        if (view.last() >= 0) firstLine = Math.max(0, count(directory) - view.last());
        return LogReader.fromStart(directory);
    }

    private long count(Path directory) throws IOException {
        Lines all = new Lines();
        try (LogReader reader = LogReader.fromStart(directory)) {
            for (Optional<Frame> next = reader.next(); next.isPresent(); next = reader.next()) {
                Frame frame = next.get();
                if (view.isTooLate(frame)) break;
                if (!view.isTooEarly(frame)) all.pass(frame);
            }
        }
        return all.count();
    }

    private Printed print(LogReader reader) throws IOException {
        Printed printed = Printed.NOTHING;
        while (true) {
            Optional<Frame> next = reader.next();
            tellSkipped(reader.takeSkipped());
            if (next.isEmpty()) return printed;
            Frame frame = next.get();
            if (view.isTooLate(frame)) return Printed.TOO_LATE;
            if (!view.isTooEarly(frame)) print(frame);
            printed = Printed.SOME;
        }
    }

    private void tellSkipped(long count) throws IOException {
        if (count == 0) return;
        flush();
        String told =
                "slipway: here "
                        + count
                        + " bytes of the log are damaged, and left out: perhaps the machine failed"
                        + " while they were written\n";
        err.write(told.getBytes(StandardCharsets.UTF_8));
    }

    private void print(Frame frame) throws IOException {
        OutputStream to = frame.stream() == Frame.STDERR ? err : out;
        byte[] bytes = frame.payload();
        if (firstLine == 0 && !view.timestamps()) {
            to.write(bytes);
            return;
        }
        int start = 0;
        while (start < bytes.length) {
            boolean begins = lines.begins(frame.stream());
            boolean shown = lines.of(frame.stream()) >= firstLine;
            int end = start;
            while (end < bytes.length && bytes[end] != '\n') end++;
            if (end < bytes.length) {
                end++;
                lines.end(frame.stream());
            }
            if (shown) {
                if (begins && view.timestamps()) to.write(time(frame));
                to.write(bytes, start, end - start);
            }
            start = end;
        }
    }

    private static byte[] time(Frame frame) {
        return TIME.format(LogView.instant(frame)).getBytes(StandardCharsets.US_ASCII);
    }

    private void flush() throws IOException {
        out.flush();
        err.flush();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a log was followed", e);
        }
    }
}
