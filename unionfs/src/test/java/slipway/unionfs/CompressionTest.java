package slipway.unionfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.Run;
import slipway.unionfs.tar.BadArchive;

/** What other programs have compressed. */
@NeedsProgram({"gzip", "zstd"})
class CompressionTest {
    private final byte[] plain = new byte[300_000];

    CompressionTest() {
        Random random = new Random();
        for (int i = 0; i < plain.length; i++) plain[i] = (byte) ('a' + random.nextInt(8));
    }

    private static byte[] by(String program, byte[] bytes) {
        return Run.program(program, "-c").stdin(bytes).result().succeeded().out();
    }

    private static byte[] opened(byte[] bytes) throws IOException {
        try (InputStream in = Compression.open(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd", "cat"})
    void it_comes_out_as_it_was(String program) throws IOException {
        byte[] packed = program.equals("cat") ? plain : by(program, plain);
        assertThat(opened(packed)).isEqualTo(plain);
        assertThat(opened(program.equals("cat") ? new byte[0] : by(program, new byte[0])))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void files_that_were_compressed_one_by_one_and_put_together_are_one(String program)
            throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int at = 0; at < plain.length; at += 100_000) {
            packed.writeBytes(by(program, Arrays.copyOfRange(plain, at, at + 100_000)));
        }
        assertThat(opened(packed.toByteArray())).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void what_is_cut_off_or_damaged_is_no_archive(String program) {
        byte[] packed = by(program, plain);
        assertThatThrownBy(() -> opened(Arrays.copyOf(packed, packed.length / 2)))
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("its compressed data ");
        byte[] damaged = packed.clone();
        damaged[packed.length / 2] ^= 4;
        damaged[packed.length - 1] ^= 4;
        assertThatThrownBy(() -> opened(damaged))
                .isInstanceOf(BadArchive.class)
                .hasMessageContaining("its compressed data is damaged");
    }

    @Test
    void ways_of_compressing_that_layers_do_not_have_are_named() {
        assertThatThrownBy(() -> opened("BZh91AY".getBytes()))
                .hasMessage("it is compressed with bzip2. Try: to uncompress it first");
    }
}
