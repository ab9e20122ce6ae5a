package slipway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import slipway.testkit.Run;
import slipway.testkit.TestRoots;

/** The busybox tree as an image of one layer, as docker would have saved it. */
final class SmallImage {
    private SmallImage() {}

    /** Makes {@code DIRECTORY/NAME.tar}, an archive with the image {@code NAME}. */
    static Path save(Path directory, String name) throws IOException {
        Path work = Files.createDirectory(directory.resolve(name + ".work"));
        Path layer = work.resolve("layer.tar");
        Run.output(
                "tar",
                "-C",
                TestRoots.busybox().toString(),
                "--numeric-owner",
                "--owner=0",
                "--group=0",
                "-cf",
                layer.toString(),
                ".");
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"sh\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                        + sha256(Files.readAllBytes(layer))
                        + "\"]}}";
        Files.writeString(work.resolve("config.json"), config);
        Files.writeString(
                work.resolve("manifest.json"),
                "[{\"Config\":\"config.json\",\"RepoTags\":[\""
                        + name
                        + ":latest\"],\"Layers\":[\"layer.tar\"]}]");
        Path archive = directory.resolve(name + ".tar");
        Run.output(
                "tar",
                "-C",
                work.toString(),
                "-cf",
                archive.toString(),
                "manifest.json",
                "config.json",
                "layer.tar");
        return archive;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
