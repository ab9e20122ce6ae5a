package slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NeedsUnprivilegedUserNamespaces;
import slipway.testkit.NothingLeaks;
import slipway.testkit.TarBytes;

/** {@code slipway load} of images whose layer was made to do harm. */
@NothingLeaks
@NeedsProgram("setpriv")
class HostileLayersTest {
    private static final String BASE_256_MINUS_1 = "\u00ff".repeat(12);
    private static final String EIGHT_GIGABYTES = "77777777777";

    @TempDir private Path directory;

    static Stream<Arguments> names() {
        String out = Sentinel.WAY_OUT;
        return Stream.of(
                layer("an absolute name", tar().file("/outside/evil", "x"), "absolute path"),
                layer("dots first", tar().file(out + "/evil", "x"), "leads out with .."),
                layer("dots later", tar().file("a/../../b", "x"), "leads out with .."),
                layer("no name", tar().file("", "x"), "has no name"),
                layer("a long part", tar().pax("path", "x".repeat(256)).file("a", "x"), "no name"),
                layer(
                        "a long path",
                        tar().longName('L', "x/".repeat(2100)).file("a", "x"),
                        "are allowed"),
                layer("a path in a pax header", tar().pax("path", "/x").file("a", "x"), "absolute"),
                layer("dots in a pax header", tar().pax("path", "../x").file("a", ""), "with .."),
                layer("a NUL in a name", tar().pax("path", "a\0b").file("a", "x"), "NUL"),
                layer("dots in a long name", tar().longName('L', "../a").file("a", ""), "with .."),
                layer("a name twice", tar().file("a", "x").file("./a", "y"), "twice"),
                layer("a file in a file", tar().file("a", "x").file("a/b", "y"), "no directory"),
                layer("a root that is a link", tar().symlink("./", out), "root of the layer"));
    }

    static Stream<Arguments> links() {
        String out = Sentinel.WAY_OUT;
        return Stream.of(
                layer(
                        "through a symbolic link",
                        tar().symlink("way", out).file("way/evil", "x"),
                        "through a symbolic link"),
                layer(
                        "through a link deeper down",
                        tar().directory("a").symlink("a/way", "../" + out).file("a/way/b/c", "x"),
                        "through a symbolic link"),
                layer(
                        "a directory in place of a link",
                        tar().symlink("way", out).directory("way").file("way/evil", "x"),
                        "twice"),
                layer(
                        "a file in place of a link",
                        tar().symlink("way", out + "/secret").file("way", "x"),
                        "twice"),
                layer(
                        "a file in place of a link of two names",
                        tar().symlink("a", out + "/secret").hardLink("b", "a").file("b", "x"),
                        "twice"),
                layer(
                        "a hard link to an absolute name",
                        tar().hardLink("a", "/outside/secret"),
                        "absolute path"),
                layer("a hard link out", tar().hardLink("a", out + "/secret"), "leads out"),
                layer(
                        "a hard link through a symbolic link",
                        tar().symlink("way", out).hardLink("a", "way/secret"),
                        "through a symbolic link"),
                layer(
                        "a link path in a pax header",
                        tar().pax("linkpath", out + "/secret").hardLink("a", "b"),
                        "leads out"),
                layer("a hard link to nothing", tar().hardLink("a", "b"), "not in the layer"),
                layer("a hard link to the root", tar().hardLink("a", "./"), "to the root"),
                layer(
                        "a hard link to a directory",
                        tar().directory("d").hardLink("a", "d"),
                        "cannot have one"),
                layer("an empty link", tar().symlink("a", ""), "link to nothing"));
    }

    static Stream<Arguments> marks() {
        String evil = "SCHILY.xattr.trusted.overlay.redirect";
        return Stream.of(
                layer("a whiteout of ..", tar().file(".wh...", ""), "whiteout of nothing"),
                layer("a whiteout of .", tar().file("a/.wh..", ""), "whiteout of nothing"),
                layer("a whiteout of nothing", tar().file(".wh.", ""), "whiteout of nothing"),
                layer("a file below a whiteout", tar().file(".wh.a/b", "x"), "below a whiteout"),
                layer("a whiteout out", tar().file("../.wh.outside", ""), "leads out"),
                layer(
                        "a whiteout through a link",
                        tar().symlink("way", Sentinel.WAY_OUT).file("way/.wh.secret", ""),
                        "through a symbolic link"),
                layer("overlayfs's whiteout", tar().device("a", '3', 0, 0), "for a whiteout"),
                layer(
                        "an attribute for overlayfs",
                        tar().pax(evil, "/etc").directory("a"),
                        "overlayfs would obey"));
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                layer("a negative size", tar().file("a", "x").size(BASE_256_MINUS_1), "-1 bytes"),
                layer("a size of letters", tar().file("a", "x").size("zzz"), "no number"),
                layer("a size in pax", tar().pax("size", "-5").file("a", "x"), "-5 bytes"),
                layer(
                        "the largest size",
                        tar().pax("size", "" + Long.MAX_VALUE).file("a", "x"),
                        "bytes"),
                layer(
                        "a size of 67 bits",
                        tar().pax("size", "99999999999999999999").file("a", "x"),
                        "no number"),
                layer(
                        "more than there is",
                        tar().file("a", "x").size(EIGHT_GIGABYTES),
                        "it is cut off"),
                layer(
                        "a name of eight gigabytes",
                        tar().longName('L', "a").size(EIGHT_GIGABYTES),
                        "are allowed"),
                layer(
                        "a pax header of eight gigabytes",
                        tar().pax("path", "a").size(EIGHT_GIGABYTES),
                        "are allowed"),
                layer("a pax header that lies", tar().paxText("99 path=a\n"), "malformed"),
                layer("a time of letters", tar().pax("mtime", "now").file("a", ""), "malformed"),
                layer(
                        "an owner that is none",
                        tar().file("a", "x").field(108, 8, "\u00ff".repeat(8)),
                        "no id"),
                layer(
                        "a map of holes that cannot be",
                        tar().pax("GNU.sparse.map", "5,9,1,9", "GNU.sparse.size", "9")
                                .file("a", "x"),
                        "cannot be"),
                layer(
                        "a kind that no layer has",
                        tar().entry('M', "a", "", new byte[0]),
                        "that no layer has"));
    }

    static Stream<Arguments> bytes() throws IOException {
        byte[] good = tar().file("a", "x".repeat(9000)).bytes();
        byte[] packed = gzip(good);
        byte[] damaged = packed.clone();
        damaged[packed.length - 6] ^= 1;
        byte[] checksum = good.clone();
        checksum[0] ^= 1;
        return Stream.of(
                Arguments.of("cut off", tar().file("a", "x".repeat(600)).cutBy(700), "cut off"),
                Arguments.of("gzip, cut off", Arrays.copyOf(packed, packed.length / 2), "middle"),
                Arguments.of("gzip, damaged", damaged, "damaged"),
                Arguments.of("a wrong checksum", checksum, "no tar archive"),
                Arguments.of("no tar", new byte[] {'h', 'e', 'l', 'l', 'o'}, "no tar archive"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"names", "links", "marks", "numbers", "bytes"})
    void is_refused_in_one_line_and_leaves_nothing(String what, byte[] layer, String says) {
        Sentinel sentinel = new Sentinel(directory);
        byte[] image = SavedImage.docker(layer).bytes();
        sentinel.refuses(sentinel.slipway("load").stdin(image), says);
    }

    @Test
    @NeedsUnprivilegedUserNamespaces
    @NeedsProgram(value = "busybox", debian = "busybox-static")
    void a_good_image_can_be_loaded_after_a_bad_one_and_its_command_runs() throws IOException {
        Sentinel sentinel = new Sentinel(directory);
        byte[] bad = SavedImage.docker(tar().file("a", "").file("../b", "").bytes()).bytes();
        sentinel.refuses(sentinel.slipway("load").stdin(bad), "layer 1 of 1: ");
        byte[] busybox = Files.readAllBytes(Installed.busybox().resolve("bin/busybox"));
        byte[] layer =
                tar().file("bin/busybox", busybox)
                        .mode(0755)
                        .symlink("bin/cat", "busybox")
                        .file("good", "and well\n")
                        .bytes();
        byte[] good = SavedImage.docker(gzip(layer), layer).bytes();
        assertThat(sentinel.slipway("load").stdin(good).output())
                .isEqualTo("Loaded image: hostile:1\n");
        assertThat(sentinel.slipway("run", "hostile:1").output()).isEqualTo("and well\n");
        sentinel.slipway("rmi", "hostile:1").output();
    }

    private static TarBytes tar() {
        return new TarBytes();
    }

    private static Arguments layer(String what, TarBytes tar, String says) {
        return Arguments.of(what, tar.bytes(), says);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
