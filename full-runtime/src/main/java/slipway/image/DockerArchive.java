package slipway.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.image.Manifest.Part;
import slipway.unionfs.Digest;
import slipway.unionfs.tar.BadArchive;

/**
 * What {@code docker save} and {@code podman save} write: {@code manifest.json} names the
 * configurations and layers. Pure, but for reading that file.
 *
 * @see <a href="https://github.com/moby/docker-image-spec/blob/main/v1.2.md">docker's image
 *     specification 1.2, "combined image JSON + filesystem changeset format"</a>
 */
final class DockerArchive {
    static final String MANIFEST = "manifest.json";

    private DockerArchive() {}

    static List<Manifest> manifests(Members members) throws IOException {
        JsonElement json = Json.read(members, MANIFEST);
        List<Manifest> manifests = new ArrayList<>();
        for (JsonElement each : Json.array(json, MANIFEST)) {
            JsonObject image = Json.object(each, MANIFEST);
            String config = Json.text(image, "Config", MANIFEST);
            List<Part> layers = new ArrayList<>();
            for (String layer : texts(image, "Layers"))
                layers.add(new Part(layer, Optional.empty()));
            List<Reference> names = new ArrayList<>();
            for (String name : texts(image, "RepoTags")) names.add(Reference.parse(name));
            manifests.add(new Manifest(new Part(config, digest(config)), layers, names));
        }
        if (manifests.isEmpty()) throw new BadArchive(MANIFEST + " lists no image");
        return manifests;
    }

    /** A configuration is called after its digest, as HEX.json or as blobs/sha256/HEX. */
    private static Optional<Digest> digest(String config) {
        String name = config.substring(config.lastIndexOf('/') + 1);
        if (name.endsWith(".json")) name = name.substring(0, name.length() - ".json".length());
        String digest = "sha256:" + name;
        return Digest.isOne(digest) ? Optional.of(Digest.parse(digest)) : Optional.empty();
    }

    private static List<String> texts(JsonObject image, String key) {
        List<String> texts = new ArrayList<>();
        JsonElement array = image.get(key);
        if (array == null || array.isJsonNull()) return texts;
        JsonArray elements = Json.array(array, MANIFEST);
        for (JsonElement each : elements) texts.add(Json.text(each, MANIFEST));
        return texts;
    }
}
