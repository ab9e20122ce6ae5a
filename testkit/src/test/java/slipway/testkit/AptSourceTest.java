package slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptSourceTest {
    @TempDir private Path etc;

    @BeforeEach
    void a_machine_that_runs_trixie() throws IOException {
        Files.createDirectories(etc.resolve("apt/sources.list.d"));
        Files.writeString(etc.resolve("os-release"), "ID=debian\nVERSION_CODENAME=trixie\n");
    }

    @Test
    void the_old_format_is_one_line_for_each_source() throws IOException {
        Files.writeString(
                etc.resolve("apt/sources.list"),
                """
                # deb http://comment.example/debian trixie main
                deb-src http://source.example/debian trixie main
                deb http://mirror.example/debian trixie-updates main
                deb [arch=amd64 signed-by=/keys/a.gpg] http://mirror.example/debian trixie main contrib
                """);
        assertThat(AptSource.ofThisRelease(etc))
                .contains(
                        new AptSource(
                                "http://mirror.example/debian",
                                "trixie",
                                List.of("main", "contrib"),
                                Optional.of(Path.of("/keys/a.gpg"))));
    }

    @Test
    void the_new_format_is_a_stanza_for_each_source() throws IOException {
        Files.writeString(
                etc.resolve("apt/sources.list.d/a.sources"),
                """
                Types: deb
                URIs: http://off.example/debian
                Suites: trixie
                Components: main
                Enabled: no

                Types: deb deb-src
                # a comment: inside
                URIs: http://mirror.example/debian
                Suites: trixie-backports trixie
                Components: main
                """);
        assertThat(AptSource.ofThisRelease(etc))
                .contains(
                        new AptSource(
                                "http://mirror.example/debian",
                                "trixie",
                                List.of("main"),
                                Optional.empty()));
    }

    @Test
    void sources_of_other_releases_and_other_vendors_do_not_count() throws IOException {
        Files.writeString(
                etc.resolve("apt/sources.list.d/b.list"),
                "deb http://other.example nodistro main\ndeb http://x.example/debian sid main\n");
        assertThat(AptSource.ofThisRelease(etc)).isEmpty();
    }
}
