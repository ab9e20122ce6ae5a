package slipway.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a keeper has written is read as it was written. */
class LogTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Writes frames as a keeper does. */
    static final class Writer {
        private final Path directory;
        private final long bound;
        private final List<ByteArrayOutputStream> written = new ArrayList<>();

        Writer(Path directory, long bound) {
            this.directory = directory;
            this.bound = bound;
            for (int i = 0; i <= Frame.TERMINAL; i++) written.add(new ByteArrayOutputStream());
        }

        void write(int stream, long seconds, String text) throws IOException {
            write(stream, seconds, text.getBytes(StandardCharsets.UTF_8));
        }

        void write(int stream, long seconds, byte[] payload) throws IOException {
            Path log = directory.resolve(LogReader.LOG);
            if (Files.exists(log) && Files.size(log) > bound) {
                Path older = directory.resolve(LogReader.OLDER);
                Files.move(log, older, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.write(
                    log,
                    frame(stream, seconds, payload),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            written.get(stream).write(payload);
        }

        byte[] written(int stream) {
            return written.get(stream).toByteArray();
        }
    }

    static byte[] frame(int stream, long seconds, byte[] payload) {
        return ByteBuffer.allocate(Frame.HEADER + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(payload.length)
                .putInt(stream)
                .putLong(seconds)
                .putLong(123)
                .put(payload)
                .array();
    }

    private Writer writer() {
        return new Writer(directory, Long.MAX_VALUE);
    }

    private void print(LogView view) throws IOException {
        new LogPrinter(out, err, view).print(directory);
    }

    private static byte[] random(Random random) {
        byte[] payload = new byte[random.nextInt(10) == 0 ? Frame.MOST : random.nextInt(300)];
        random.nextBytes(payload);
        return payload;
    }

    @Test
    void random_frames_come_out_byte_for_byte_on_their_streams() throws IOException {
        Writer writer = writer();
        Random random = ThreadLocalRandom.current();
        for (int i = 0; i < 500; i++) writer.write(1 + random.nextInt(2), i, random(random));
        print(LogView.ALL);
        assertThat(out.toByteArray()).isEqualTo(writer.written(Frame.STDOUT));
        assertThat(err.toByteArray()).isEqualTo(writer.written(Frame.STDERR));
    }

    @Test
    void a_log_that_is_not_there_is_empty() throws IOException {
        print(LogView.ALL);
        assertThat(out.size() + err.size()).isZero();
    }

    @Test
    void wherever_the_last_frame_is_torn_all_before_it_is_read() throws IOException {
        Writer writer = writer();
        writer.write(1, 1, "whole\n");
        byte[] whole = Files.readAllBytes(directory.resolve(LogReader.LOG));
        byte[] torn = frame(1, 2, "torn\n".getBytes(StandardCharsets.UTF_8));
        for (int part = 0; part < torn.length; part++) {
            Files.write(directory.resolve(LogReader.LOG), whole);
            Files.write(
                    directory.resolve(LogReader.LOG),
                    java.util.Arrays.copyOf(torn, part),
                    StandardOpenOption.APPEND);
            out.reset();
            print(LogView.ALL);
            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("whole\n");
        }
    }

    @Test
    void who_follows_misses_nothing_when_the_file_is_renamed() throws Exception {
        Writer writer = new Writer(directory, 20_000);
        AtomicBoolean ended = new AtomicBoolean();
        LogPrinter printer = new LogPrinter(out, err, LogView.ALL);
        CompletableFuture<Void> following =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                printer.follow(directory, ended::get);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
        Random random = ThreadLocalRandom.current();
        for (int i = 0; i < 300; i++) {
            writer.write(1 + random.nextInt(2), i, random(random));
            if (i % 3 == 0) Thread.sleep(4); // at most one rename between two looks
        }
        ended.set(true);
        following.get();
        assertThat(out.toByteArray()).isEqualTo(writer.written(Frame.STDOUT));
        assertThat(err.toByteArray()).isEqualTo(writer.written(Frame.STDERR));
        assertThat(directory.resolve(LogReader.OLDER)).exists();
    }

    @Test
    void from_now_on_is_behind_the_last_whole_frame() throws IOException {
        Writer writer = writer();
        writer.write(3, 1, "before");
        try (LogReader reader = LogReader.fromNow(directory)) {
            assertThat(reader.next()).isEmpty();
            writer.write(3, 2, "after");
            Frame frame = reader.next().orElseThrow();
            assertThat(new String(frame.payload(), StandardCharsets.UTF_8)).isEqualTo("after");
            assertThat(frame.stream()).isEqualTo(Frame.TERMINAL);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, three", "2, two|three", "3, one|two|three", "99, one|two|three"})
    void the_last_lines_are_counted_by_lines_and_not_by_frames(long last, String lines)
            throws IOException {
        Writer writer = writer();
        for (String part : new String[] {"on", "e\ntw", "o\nthr", "ee\n"}) {
            writer.write(1, 5, part);
        }
        print(new LogView(Optional.empty(), Optional.empty(), last, false));
        String expected = lines.isEmpty() ? "" : lines.replace('|', '\n') + "\n";
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    @Test
    void a_last_line_without_an_end_is_a_line() throws IOException {
        Writer writer = writer();
        writer.write(1, 5, "one\ntwo");
        print(new LogView(Optional.empty(), Optional.empty(), 1, false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("two");
    }

    @Test
    void a_timestamp_is_that_of_the_first_byte_of_the_line() throws IOException {
        Writer writer = writer();
        writer.write(1, NOW.getEpochSecond(), "be");
        writer.write(2, NOW.getEpochSecond() + 1, "error\n");
        writer.write(1, NOW.getEpochSecond() + 2, "gun\nnext\n");
        print(new LogView(Optional.empty(), Optional.empty(), -1, true));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "2026-03-01T12:00:00.000000123Z begun\n"
                                + "2026-03-01T12:00:02.000000123Z next\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("2026-03-01T12:00:01.000000123Z error\n");
    }

    @Test
    void since_and_until_choose_by_the_time_of_writing() throws IOException {
        Writer writer = writer();
        for (int i = 0; i < 5; i++) writer.write(1, 100 + i, i + "\n");
        Optional<Instant> since = Optional.of(Instant.ofEpochSecond(101));
        Optional<Instant> until = Optional.of(Instant.ofEpochSecond(103));
        print(new LogView(since, until, -1, false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("1\n2\n");
        out.reset();
        print(new LogView(since, until, 1, false));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("2\n");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-01, 2026-02-28T23:00:00Z",
        "2026-03-01T10:00, 2026-03-01T09:00:00Z",
        "2026-03-01T10:00:05, 2026-03-01T09:00:05Z",
        "2026-03-01T10:00:05Z, 2026-03-01T10:00:05Z",
        "2026-03-01T10:00:05.25+02:00, 2026-03-01T08:00:05.25Z",
        "1700000000, 2023-11-14T22:13:20Z",
        "1700000000.5, 2023-11-14T22:13:20.5Z",
        "90s, 2026-03-01T11:58:30Z",
        "1h10m, 2026-03-01T10:50:00Z"
    })
    void times_are_given_as_to_docker(String text, Instant expected) {
        assertThat(Instants.parse(text, NOW, ZoneId.of("Europe/Berlin"))).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1h10", "10:00", "2026-13-01", "h", "-5m x"})
    void what_is_no_time_is_none(String text) {
        assertThat(Instants.parse(text, NOW, ZoneId.of("UTC"))).isEmpty();
    }
}
