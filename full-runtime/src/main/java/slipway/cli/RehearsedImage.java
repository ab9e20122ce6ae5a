package slipway.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import slipway.unionfs.Digest;

/** The smallest image, as an OCI layout: one layer with one program. For {@link Rehearsal}. */
final class RehearsedImage {
    static final String TAG = "1";

    private static final int BLOCK = 512;
    private static final int MODE_AT = 100;
    private static final int SIZE_AT = 124;
    private static final int SUM_AT = 148;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;

    private final Path layout;

    private RehearsedImage(Path layout) {
        this.layout = layout;
    }

    /** Writes it to a directory that is not there, whose name becomes that of the image. */
    static void write(Path layout, byte[] program) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        new RehearsedImage(layout).write(program);
    }

    private void write(byte[] program) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        for (String folder : new String[] {"bin/", "dev/", "proc/", "sys/"}) {
            tar.write(header(folder, 0, '5'));
        }
        tar.write(header("bin/true", program.length, '0'));
        tar.write(program);
        tar.write(new byte[(BLOCK - program.length % BLOCK) % BLOCK + 2 * BLOCK]);
        byte[] layer = tar.toByteArray();
        String config =
                "{\"architecture\":\"\",\"os\":\"linux\",\"config\":{\"Cmd\":[\"true\"],\"Env\":[\"A=b\"]},"
                        + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                        + Digest.of(layer)
                        + "\"]}}";
        String manifest =
                "{\"schemaVersion\":2,\"config\":"
                        + blob("config.v1+json", bytes(config))
                        + "},\"layers\":["
                        + blob("layer.v1.tar", layer)
                        + "}]}";
        String index =
                "{\"schemaVersion\":2,\"manifests\":["
                        + blob("manifest.v1+json", bytes(manifest))
                        + ",\"annotations\":{\"org.opencontainers.image.ref.name\":\""
                        + TAG
                        + "\"}}]}";
        Files.write(layout.resolve("index.json"), bytes(index));
        Files.write(layout.resolve("oci-layout"), bytes("{\"imageLayoutVersion\":\"1.0.0\"}"));
    }

    /** Keeps a blob; its descriptor, without the last brace. */
    private String blob(String type, byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        Files.write(layout.resolve("blobs/sha256").resolve(digest.hex()), content);
        return "{\"mediaType\":\"application/vnd.oci.image."
                + type
                + "\",\"digest\":\""
                + digest
                + "\",\"size\":"
                + content.length;
    }

    /** As in tar(5), "POSIX ustar Archives". */
    private static byte[] header(String name, int size, char type) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, MODE_AT, "0000755");
        put(header, SIZE_AT, "00000000000".substring(Integer.toOctalString(size).length()));
        put(
                header,
                SIZE_AT + 11 - Integer.toOctalString(size).length(),
                Integer.toOctalString(size));
        header[TYPE_AT] = (byte) type;
        put(header, MAGIC_AT, "ustar\00000");
        put(header, SUM_AT, "        ");
        int sum = 0;
        for (byte b : header) sum += b & 0xff;
        String octal = Integer.toOctalString(sum);
        put(header, SUM_AT, "000000".substring(octal.length()) + octal + "\0 ");
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = bytes(text);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
