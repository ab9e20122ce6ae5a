package slipway.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that was on its way to the disk when the machine failed: what is whole is read. */
class DamagedLogTest {
    private static final byte[] WHOLE = frame("whole");
    private static final byte[] TORN = frame("never seen, though it is long enough for a header");

    /** Longer than what is torn off, which could else end where the next frame but one begins. */
    private static final String LONG = "after".repeat(20);

    private static final byte[] AFTER = concat(frame(LONG), frame("wards"));
    private static final String LEFT = "whole\n" + LONG + "\nwards\n";

    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private static byte[] frame(String text) {
        return LogTest.frame(Frame.STDOUT, 5, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    /** What is shown of such a log. */
    private String shown(byte[]... parts) throws IOException {
        Files.write(directory.resolve(LogReader.LOG), concat(parts));
        out.reset();
        err.reset();
        new LogPrinter(out, err, LogView.ALL).print(directory);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void told(long bytes) {
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("slipway: here " + bytes + " bytes of the log are damaged")
                .hasLineCount(1);
    }

    @Test
    void a_frame_that_is_torn_anywhere_costs_only_itself() throws IOException {
        for (int part = 1; part < TORN.length; part++) {
            String shown = shown(WHOLE, Arrays.copyOf(TORN, part), AFTER);
            assertThat(shown).as("torn behind byte " + part).isEqualTo(LEFT);
            told(part);
        }
    }

    @Test
    void zeros_in_the_place_of_data_are_left_out_in_the_middle_and_at_the_end() throws IOException {
        for (int count : new int[] {24, 25, 4096, 100_000}) {
            assertThat(shown(WHOLE, new byte[count], AFTER)).isEqualTo(LEFT);
            told(count);
            assertThat(shown(WHOLE, new byte[count])).isEqualTo("whole\n");
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("damaged");
        }
    }

    @Test
    void noise_in_the_middle_costs_the_frames_around_it_and_no_others() throws IOException {
        List<String> texts = new ArrayList<>();
        byte[] all = {};
        for (int i = 0; i < 20; i++) {
            texts.add("line " + i);
            all = concat(all, frame("line " + i));
        }
        int hit = all.length / 2;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] noise = new byte[random.nextInt(1, 60)];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, all, hit, noise.length);
        List<String> lines = shown(all).lines().toList();
        assertThat(lines).containsAll(texts.subList(0, 6)).containsAll(texts.subList(15, 20));
    }

    @Test
    void what_the_last_keeper_has_torn_is_cut_before_the_next_one_writes() throws IOException {
        Path log = directory.resolve(LogReader.LOG);
        for (int part = 0; part < TORN.length; part++) {
            Files.write(log, concat(WHOLE, AFTER, Arrays.copyOf(TORN, part)));
            assertThat(LogReader.cutTorn(log)).isEqualTo(part);
            assertThat(log).hasBinaryContent(concat(WHOLE, AFTER));
        }
        assertThat(LogReader.cutTorn(directory.resolve("none"))).isZero();
    }
}
