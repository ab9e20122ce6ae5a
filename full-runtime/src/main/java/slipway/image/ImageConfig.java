package slipway.image;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import slipway.unionfs.Digest;
import slipway.unionfs.Overlay;
import slipway.unionfs.tar.BadArchive;

/**
 * What an image's maker says about it: its layers, and how to run it. Read as it comes, by hand:
 * this is on the way of every cold start of a container.
 *
 * @param diffIds the layers, the lowest first, by the digests of their uncompressed archives
 * @param environment {@code NAME=value}
 * @param user as {@code --user} takes it; empty for root
 * @param workdir empty for {@code /}
 * @param stopSignal as in {@code SIGQUIT}; empty for SIGTERM
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/config.md">OCI image
 *     configuration</a>
 */
public record ImageConfig(
        String architecture,
        String os,
        List<Digest> diffIds,
        List<String> entrypoint,
        List<String> command,
        List<String> environment,
        String user,
        String workdir,
        String stopSignal) {

    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        entrypoint = List.copyOf(entrypoint);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /**
     * Reads {@code application/vnd.oci.image.config.v1+json}, which docker's is too.
     *
     * @throws BadArchive if it is none, or has no layers or too many
     */
    public static ImageConfig parse(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try (JsonReader in = new JsonReader(new StringReader(text))) {
            in.setStrictness(Strictness.STRICT);
            return new Fields().read(in);
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new BadArchive("the configuration of the image is malformed: " + e.getMessage());
        } catch (IOException e) {
            throw new BadArchive("the configuration of the image ends in the middle");
        }
    }

    /** The fields while they are read. */
    private static final class Fields {
        private String architecture = "";
        private String os = "";
        private final List<Digest> diffIds = new ArrayList<>();
        private List<String> entrypoint = List.of();
        private List<String> command = List.of();
        private List<String> environment = List.of();
        private String user = "";
        private String workdir = "";
        private String stopSignal = "";

        ImageConfig read(JsonReader in) throws IOException {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (name.equals("architecture")) architecture = text(in);
                else if (name.equals("os")) os = text(in);
                else if (name.equals("config") && isObject(in)) config(in);
                else if (name.equals("rootfs") && isObject(in)) rootfs(in);
                else in.skipValue();
            }
            in.endObject();
            if (diffIds.isEmpty()) throw new BadArchive("the image has no layers");
            if (diffIds.size() > Overlay.MOST_LAYERS) {
                throw new BadArchive(
                        "the image has " + diffIds.size() + " layers",
                        "an image of at most " + Overlay.MOST_LAYERS);
            }
            return new ImageConfig(
                    architecture,
                    os,
                    diffIds,
                    entrypoint,
                    command,
                    environment,
                    user,
                    workdir,
                    stopSignal);
        }

        private void config(JsonReader in) throws IOException {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (name.equals("Entrypoint")) entrypoint = texts(in);
                else if (name.equals("Cmd")) command = texts(in);
                else if (name.equals("Env")) environment = texts(in);
                else if (name.equals("User")) user = text(in);
                else if (name.equals("WorkingDir")) workdir = text(in);
                else if (name.equals("StopSignal")) stopSignal = text(in);
                else in.skipValue();
            }
            in.endObject();
        }

        private void rootfs(JsonReader in) throws IOException {
            in.beginObject();
            while (in.hasNext()) {
                if (!in.nextName().equals("diff_ids")) {
                    in.skipValue();
                    continue;
                }
                List<String> digests = texts(in);
                for (String digest : digests) {
                    if (!Digest.isOne(digest)) {
                        throw new BadArchive(
                                "a layer is named by " + digest + ", which is no sha256");
                    }
                    diffIds.add(Digest.parse(digest));
                }
            }
            in.endObject();
        }

        private static boolean isObject(JsonReader in) throws IOException {
            return in.peek() == JsonToken.BEGIN_OBJECT;
        }

        private static String text(JsonReader in) throws IOException {
            if (in.peek() != JsonToken.NULL) return in.nextString();
            in.nextNull();
            return "";
        }

        private static List<String> texts(JsonReader in) throws IOException {
            List<String> texts = new ArrayList<>();
            if (in.peek() == JsonToken.NULL) {
                in.nextNull();
                return texts;
            }
            in.beginArray();
            while (in.hasNext()) texts.add(in.nextString());
            in.endArray();
            return texts;
        }
    }
}
