package slipway.cli;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import slipway.testkit.TarBytes;

/**
 * An image of one layer as somebody might have saved it: each file can be replaced by a worse one
 * before it is written.
 */
final class SavedImage {
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private SavedImage() {}

    /** As docker saves it; the name is {@code hostile:1}. */
    static SavedImage docker(byte[] layer) {
        return docker(layer, layer);
    }

    /**
     * As docker saves it.
     *
     * @param stored the bytes of the layer's file
     * @param digested the bytes whose digest the configuration names
     */
    static SavedImage docker(byte[] stored, byte[] digested) {
        SavedImage image = new SavedImage();
        String config = config(digested);
        return image.with("layer.tar", stored)
                .with(sha256(bytes(config)) + ".json", config)
                .manifest(sha256(bytes(config)) + ".json", "layer.tar");
    }

    /** As an OCI layout. */
    static SavedImage oci(byte[] layer) {
        return oci(layer, "application/vnd.oci.image.layer.v1.tar", sha256(layer));
    }

    static SavedImage oci(byte[] layer, String layerType, String layerDigest) {
        SavedImage image = new SavedImage();
        String config = config(layer);
        String manifest =
                "{\"schemaVersion\":2,\"config\":"
                        + part("application/vnd.oci.image.config.v1+json", sha256(bytes(config)))
                        + ",\"layers\":["
                        + part(layerType, layerDigest)
                        + "]}";
        return image.with("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}")
                .blob(layer)
                .blob(bytes(config))
                .blob(bytes(manifest))
                .index(sha256(bytes(manifest)));
    }

    /** Has index.json lead to a manifest of this digest. */
    SavedImage index(String digest) {
        String type = "application/vnd.oci.image.manifest.v1+json";
        return with(
                "index.json", "{\"schemaVersion\":2,\"manifests\":[" + part(type, digest) + "]}");
    }

    private SavedImage blob(byte[] content) {
        return with("blobs/sha256/" + sha256(content), content);
    }

    SavedImage manifest(String config, String layer) {
        return with(
                "manifest.json",
                "[{\"Config\":\""
                        + config
                        + "\",\"RepoTags\":[\"hostile:1\"],\"Layers\":[\""
                        + layer
                        + "\"]}]");
    }

    SavedImage with(String name, String text) {
        return with(name, bytes(text));
    }

    SavedImage with(String name, byte[] content) {
        files.put(name, content.clone());
        return this;
    }

    SavedImage without(String name) {
        files.remove(name);
        return this;
    }

    Map<String, byte[]> files() {
        return files;
    }

    TarBytes tar() {
        TarBytes tar = new TarBytes();
        files.forEach(tar::file);
        return tar;
    }

    byte[] bytes() {
        return tar().bytes();
    }

    private static String config(byte[] layer) {
        return "{\"architecture\":\"amd64\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"cat\",\"/good\"]},"
                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:"
                + sha256(layer)
                + "\"]}}";
    }

    private static String part(String type, String digest) {
        return "{\"mediaType\":\"" + type + "\",\"digest\":\"sha256:" + digest + "\",\"size\":1}";
    }

    static String sha256(byte[] content) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
            return String.format("%064x", new BigInteger(1, sum));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
