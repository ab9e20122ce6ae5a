package slipway.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import slipway.testkit.Run;

/** An image in docker's archive, made by tar: layers are directories, the configuration is text. */
final class TinyImage {
    private final Path folder;
    private final List<String> digests = new ArrayList<>();
    private String config = "{}";

    TinyImage(Path folder) {
        this.folder = make(folder);
    }

    /** One with the busybox tree as its only layer. */
    static TinyImage ofBusybox(Path folder) {
        return new TinyImage(folder).layer(Installed.busybox());
    }

    /** One more on top. */
    TinyImage layer(Path tree) {
        Path tar = folder.resolve(digests.size() + ".tar");
        Run.output(
                "tar", "-C", tree.toString(), "--owner=0", "--group=0", "-cf", tar.toString(), ".");
        try {
            digests.add("\"sha256:" + sha256(Files.readAllBytes(tar)) + '"');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** The member {@code config} of the configuration. */
    TinyImage config(String json) {
        config = json.replace('\'', '"');
        return this;
    }

    Path saved(String name) {
        String json =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":"
                        + config
                        + ",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                        + String.join(",", digests)
                        + "]}}";
        List<String> layers = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) layers.add("\"" + i + ".tar\"");
        String manifest =
                "[{\"Config\":\"config.json\",\"RepoTags\":[\""
                        + name
                        + "\"],\"Layers\":["
                        + String.join(",", layers)
                        + "]}]";
        try {
            Files.writeString(folder.resolve("config.json"), json);
            Files.writeString(folder.resolve("manifest.json"), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path archive = folder.resolveSibling(folder.getFileName() + ".tar");
        Run.output("tar", "-C", folder.toString(), "-cf", archive.toString(), ".");
        return archive;
    }

    private static Path make(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
