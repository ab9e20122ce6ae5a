package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import slipway.testkit.Run;

/**
 * A data directory for images, and beside it a directory that no image may touch. Loads are made by
 * whoever runs the tests, who could do the most harm.
 */
final class Sentinel {
    /** From the root of a layer that is being unpacked to the directory that is watched. */
    static final String WAY_OUT = "../../../../../../outside";

    private static final String SECRET = "not for images";

    private final Path data;
    private final Path outside;

    Sentinel(Path directory) {
        try {
            this.data = Installed.opened(directory).resolve("data");
            this.outside = Files.createDirectory(directory.resolve("outside"));
            Files.writeString(outside.resolve("secret"), SECRET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path outside() {
        return outside;
    }

    /** {@code slipway WORDS}, with this data directory. */
    Slipway slipway(String... words) {
        Caller caller = Caller.USER.prefix().isEmpty() ? Caller.USER : Caller.ROOT;
        return Slipway.words(words).as(caller).environment("SLIPWAY_DATA", data.toString());
    }

    /** The load fails in one line that says this, touches nothing outside, and leaves nothing. */
    void refuses(Slipway load, String says) {
        Run.Result result = load.result();
        OneLine.check(result, 125);
        assertThat(result.stderr()).contains(says);
        isUntouched();
    }

    private void isUntouched() {
        try (Stream<Path> watched = Files.walk(outside);
                Stream<Path> stored = Files.walk(data)) {
            assertThat(watched).containsExactlyInAnyOrder(outside, outside.resolve("secret"));
            assertThat(outside.resolve("secret")).hasContent(SECRET);
            assertThat(Files.getAttribute(outside.resolve("secret"), "unix:nlink")).isEqualTo(1);
            List<Path> left =
                    stored.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                            .toList();
            assertThat(left).allMatch(file -> file.endsWith("images/lock"));
            assertThat(data.resolve("images/drafts")).isEmptyDirectory();
            assertThat(data.resolve("images/blobs/sha256")).isEmptyDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
