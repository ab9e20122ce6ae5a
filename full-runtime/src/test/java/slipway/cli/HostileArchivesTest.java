package slipway.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.testkit.NeedsProgram;
import slipway.testkit.NothingLeaks;
import slipway.testkit.TarBytes;

/** {@code slipway load} of archives whose parts are not what they should be. */
@NothingLeaks
@NeedsProgram("setpriv")
class HostileArchivesTest {
    private static final byte[] LAYER = new TarBytes().file("good", "and well\n").bytes();
    private static final byte[] OTHER = new TarBytes().file("good", "or bad\n").bytes();
    private static final String TAR = "application/vnd.oci.image.layer.v1.tar";

    @TempDir private Path directory;

    static Stream<Arguments> of_docker() {
        String out = "../../../../../../../../outside/secret";
        SavedImage good = SavedImage.docker(LAYER);
        return Stream.of(
                image("another layer", SavedImage.docker(OTHER, LAYER), "should have the digest"),
                image("a layer outside", docker().manifest("c", out), "is not in the archive"),
                image(
                        "a configuration outside",
                        docker().manifest(out, "layer.tar"),
                        "is not in the archive"),
                image(
                        "a configuration that is no JSON",
                        docker().with("c", "{\"rootfs\": nothing").manifest("c", "layer.tar"),
                        "configuration of the image is malformed"),
                image(
                        "a configuration without layers",
                        docker().with("c", "{}").manifest("c", "layer.tar"),
                        "no layers"),
                image(
                        "a configuration of another digest",
                        docker().with("0".repeat(64) + ".json", "{}")
                                .manifest("0".repeat(64) + ".json", "layer.tar"),
                        "should have the digest"),
                image(
                        "more layers than are spoken of",
                        docker().manifest(configOf(good), "layer.tar\",\"layer.tar"),
                        "its configuration speaks of 1"),
                image("no JSON", docker().with("manifest.json", "hello"), "malformed"),
                image("no list", docker().with("manifest.json", "{}"), "no list"),
                image("an empty list", docker().with("manifest.json", "[]"), "lists no image"),
                image(
                        "lists in lists",
                        docker().with("manifest.json", "[".repeat(100_000)),
                        "manifest.json is"),
                image(
                        "a list of five megabytes",
                        docker().with("manifest.json", " ".repeat(5 << 20)),
                        "has more than"),
                image(
                        "a name that is none",
                        docker().with(
                                        "manifest.json",
                                        "[{\"Config\":\""
                                                + configOf(good)
                                                + "\",\"RepoTags\":[\"../../x\"],"
                                                + "\"Layers\":[\"layer.tar\"]}]"),
                        "no name of an image"),
                image("no list at all", docker().without("manifest.json"), "no archive of an"));
    }

    static Stream<Arguments> of_OCI() {
        String digest = SavedImage.sha256(LAYER);
        return Stream.of(
                image(
                        "another layer",
                        oci().with("blobs/sha256/" + digest, OTHER),
                        "should have the digest"),
                image(
                        "a layer that is not there",
                        SavedImage.oci(LAYER, TAR, "0".repeat(64)),
                        "is not in the archive"),
                image(
                        "a part of another type",
                        SavedImage.oci(LAYER, "application/x-executable", digest),
                        "no part of an image"),
                image(
                        "a digest that leads out",
                        oci().index("../../../secret"),
                        "no sha256 digest"),
                image("a digest in capitals", oci().index("A".repeat(64)), "no sha256 digest"),
                image(
                        "another version",
                        oci().with("oci-layout", "{\"imageLayoutVersion\":\"2.0.0\"}"),
                        "version 2.0.0"),
                image(
                        "another version of the index",
                        oci().with("index.json", "{\"schemaVersion\":1,\"manifests\":[]}"),
                        "version 1"),
                image(
                        "manifests that are no list",
                        oci().with("index.json", "{\"schemaVersion\":2,\"manifests\":7}"),
                        "no list"),
                image("no index", oci().without("index.json"), "is not in the archive"));
    }

    static Stream<Arguments> of_tar() {
        byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0};
        return Stream.of(
                Arguments.of("nothing", new byte[0], "no archive of an image"),
                Arguments.of("text", "hello".getBytes(StandardCharsets.UTF_8), "no tar archive"),
                Arguments.of("xz", xz, "compressed with xz"),
                Arguments.of("cut off", docker().tar().cutBy(200), "ends in the middle"),
                Arguments.of(
                        "a file twice", docker().tar().file("layer.tar", LAYER).bytes(), "twice"),
                Arguments.of(
                        "a layer that is a link out",
                        docker().without("layer.tar")
                                .tar()
                                .symlink("layer.tar", "../../../../../../outside/secret")
                                .bytes(),
                        "is not in the archive"),
                Arguments.of(
                        "links in a circle",
                        docker().without("layer.tar")
                                .tar()
                                .symlink("layer.tar", "b")
                                .symlink("b", "layer.tar")
                                .bytes(),
                        "is not in the archive"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"of_docker", "of_OCI", "of_tar"})
    void is_refused_in_one_line_and_leaves_nothing(String what, byte[] archive, String says)
            throws IOException {
        Sentinel sentinel = new Sentinel(directory);
        Path file = Files.write(directory.resolve("image.tar"), archive);
        sentinel.refuses(sentinel.slipway("load", "-i", file.toString()), says);
    }

    @Test
    void the_blob_of_a_directory_may_not_be_a_link_that_leads_out_of_it() throws IOException {
        Sentinel sentinel = new Sentinel(directory);
        Path layer = Files.write(directory.resolve("layer.tar"), LAYER);
        Path image = written(oci().files());
        Path blob = image.resolve("blobs/sha256/" + SavedImage.sha256(LAYER));
        Files.delete(blob);
        Files.createSymbolicLink(blob, layer);
        sentinel.refuses(sentinel.slipway("load", "-i", image.toString()), "there is no file");
    }

    @Test
    void the_index_of_a_directory_may_not_be_a_device() throws IOException {
        Sentinel sentinel = new Sentinel(directory);
        Path image = written(oci().files());
        Files.delete(image.resolve("index.json"));
        Files.createSymbolicLink(image.resolve("index.json"), Path.of("/dev/zero"));
        sentinel.refuses(sentinel.slipway("load", "-i", image.toString()), "there is no file");
    }

    private Path written(Map<String, byte[]> files) throws IOException {
        Path image = directory.resolve("image");
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = image.resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.write(path, file.getValue());
        }
        return image;
    }

    private static SavedImage docker() {
        return SavedImage.docker(LAYER);
    }

    private static SavedImage oci() {
        return SavedImage.oci(LAYER);
    }

    private static String configOf(SavedImage image) {
        for (String name : image.files().keySet()) if (name.matches("[0-9a-f]{64}.*")) return name;
        throw new AssertionError("no configuration in " + image.files().keySet());
    }

    private static Arguments image(String what, SavedImage image, String says) {
        return Arguments.of(what, image.bytes(), says);
    }
}
