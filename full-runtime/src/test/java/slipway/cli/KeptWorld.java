package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import slipway.testkit.Run;

/** The containers of one user, in a data directory of their own; all are gone when it is closed. */
final class KeptWorld implements AutoCloseable {
    private static final int HEADER = 24;
    private static final int STREAM = 4;
    private static final int SECONDS = 8;

    private final ImageUser user;
    private final Path data;

    KeptWorld(ImageUser user, Path folder) {
        this.user = user;
        this.data = user.data(folder);
    }

    Path data() {
        return data;
    }

    Slipway slipway(String... words) {
        return user.slipway(data, words);
    }

    String output(String... words) {
        return slipway(words).output().strip();
    }

    /** {@code run OPTIONS --rootfs BUSYBOX:O -- WORDS}, detached; returns the id. */
    String detached(List<String> options, String... words) {
        List<String> all = new ArrayList<>(List.of("run", "-d"));
        all.addAll(options);
        all.addAll(List.of("--rootfs", Installed.busybox() + ":O", "--"));
        all.addAll(Arrays.asList(words));
        return output(all.toArray(new String[0]));
    }

    String inspect(String name, String field) {
        return output("inspect", "-f", "{{" + field + "}}", name);
    }

    /** The number of its keeper, as it is written down. */
    String keeper(String id) {
        String state =
                new String(
                        read(data.resolve("containers").resolve(id).resolve("state.json")),
                        StandardCharsets.UTF_8);
        return state.replaceAll("(?s).*\"keeper\":\\{\"pid\":([0-9]+).*", "$1");
    }

    /** What it has printed on a stream, read as the format of the log says. */
    String printed(String id, int stream) {
        return new String(bytes(id, stream), StandardCharsets.UTF_8);
    }

    byte[] bytes(String id, int stream) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        long last = 0;
        for (String name : new String[] {"log.1", "log"}) {
            Path file = data.resolve("containers").resolve(id).resolve(name);
            if (!Files.exists(file)) continue;
            ByteBuffer in = ByteBuffer.wrap(read(file)).order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                int at = in.position();
                int length = in.getInt(at);
                assertThat(in.getLong(at + SECONDS)).isGreaterThanOrEqualTo(last);
                last = in.getLong(at + SECONDS);
                if (in.get(at + STREAM) == stream) printed.write(in.array(), at + HEADER, length);
                in.position(at + HEADER + length);
            }
        }
        return printed.toByteArray();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The memory that a process holds, in KiB. */
    static long residentKib(String pid) {
        return Long.parseLong(
                Run.output(
                        "sed",
                        "-n",
                        "s/^VmRSS:[^0-9]*\\([0-9]*\\) kB/\\1/p",
                        "/proc/" + pid + "/status"));
    }

    @Override
    public void close() {
        List<String> words = new ArrayList<>(List.of("rm", "-f"));
        words.addAll(output("ps", "-aq").lines().toList());
        slipway(words.toArray(new String[0])).result().succeeded();
        for (String each : new String[] {"containers", "names"}) {
            Path folder = data.resolve(each);
            if (Files.exists(folder)) assertThat(folder).isEmptyDirectory();
        }
    }
}
