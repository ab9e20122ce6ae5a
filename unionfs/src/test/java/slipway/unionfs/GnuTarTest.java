package slipway.unionfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.Run;

/** Archives that GNU tar makes of random trees become the files that GNU tar makes of them. */
@NothingLeaks
@NeedsProgram(
        value = {"tar", "find", "sha256sum"},
        debian = {"tar", "findutils", "coreutils"})
class GnuTarTest {
    /** All that find(1) can see, one line a file, and then the digests of the content. */
    private static final String LISTING =
            "find . -printf '%p %y %m %U:%G %s %T@ %n %l\\n' | sort;"
                    + " find . -type f -exec sha256sum {} + | sort";

    @TempDir private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--format=gnu",
                "--format=gnu --sparse",
                "--format=oldgnu --sparse",
                "--format=pax --xattrs",
                "--format=pax --xattrs --sparse --sparse-version=0.0",
                "--format=pax --xattrs --sparse --sparse-version=0.1",
                "--format=pax --xattrs --sparse --sparse-version=1.0"
            })
    void it_becomes_the_same_tree(String options) throws IOException {
        long seed = ThreadLocalRandom.current().nextLong();
        Path tree = new RandomTree(seed, Unpacked.weAreRoot()).make(directory.resolve("tree"));
        Path archive = directory.resolve("archive.tar");
        tar(tree, "-c", options, archive);
        Path witness = Files.createDirectory(directory.resolve("witness"));
        tar(witness, "-xp", options.contains("--xattrs") ? "--xattrs" : "", archive);

        Unpacked unpacked;
        try (InputStream in = Files.newInputStream(archive)) {
            unpacked = Unpacked.of(in, directory.resolve("unpacked"));
        }

        assertThat(listing(unpacked.tree()))
                .as("seed %d, %s", seed, options)
                .isEqualTo(listing(witness));
        assertThat(unpacked.result().leftOut()).isEmpty();
        if (options.contains("--xattrs")) {
            assertThat(unpacked.attribute(RandomTree.NOTED, "user.note")).isEqualTo("noted");
        }
        if (options.contains("--sparse")) {
            Path sparse = unpacked.tree().resolve(RandomTree.SPARSE);
            long stored = Long.parseLong(Run.output("stat", "-c", "%b", sparse.toString())) * 512;
            assertThat(stored).as("has its holes").isLessThan(Files.size(sparse) / 4);
        }
        for (Path each : List.of(tree, witness, unpacked.tree())) {
            Run.output("chmod", "-R", "u+rwX", each.toString());
        }
    }

    private static void tar(Path directory, String mode, String options, Path archive) {
        List<String> words = new ArrayList<>(List.of("tar", mode, "-C", directory.toString()));
        for (String option : options.split(" ")) if (!option.isEmpty()) words.add(option);
        words.addAll(List.of("--numeric-owner", "-f", archive.toString()));
        if (mode.equals("-c")) words.add(".");
        Run.program(words).result().succeeded();
    }

    private static String listing(Path tree) {
        Run.Result result =
                Run.program("sh", "-ec", LISTING)
                        .environment("LC_ALL", "C")
                        .directory(tree)
                        .result()
                        .succeeded();
        return new String(result.out(), StandardCharsets.ISO_8859_1);
    }
}
