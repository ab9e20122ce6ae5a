package slipway.image;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.image.Manifest.Part;
import slipway.linux.Arch;
import slipway.unionfs.Digest;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;

/**
 * An OCI image layout, as skopeo and buildah write it: {@code index.json} leads to manifests, and
 * everything is a blob under its digest. Of images for several machines this machine's is taken.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/main/image-layout.md">OCI image
 *     layout</a>
 */
final class OciLayout {
    static final String MARK = "oci-layout";
    static final String INDEX = "index.json";

    private static final String NAME = "org.opencontainers.image.ref.name";
    private static final String FULL_NAME = "io.containerd.image.name";
    private static final List<String> INDEXES =
            List.of(
                    "application/vnd.oci.image.index.v1+json",
                    "application/vnd.docker.distribution.manifest.list.v2+json");
    private static final List<String> MANIFESTS =
            List.of(
                    "application/vnd.oci.image.manifest.v1+json",
                    "application/vnd.docker.distribution.manifest.v2+json");
    private static final List<String> CONFIGS =
            List.of(
                    "application/vnd.oci.image.config.v1+json",
                    "application/vnd.docker.container.image.v1+json");
    private static final List<String> LAYERS =
            List.of(
                    "application/vnd.oci.image.layer.v1.tar",
                    "application/vnd.oci.image.layer.v1.tar+gzip",
                    "application/vnd.oci.image.layer.v1.tar+zstd",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar",
                    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
                    "application/vnd.docker.image.rootfs.diff.tar",
                    "application/vnd.docker.image.rootfs.diff.tar.gzip",
                    "application/vnd.docker.image.rootfs.diff.tar.zstd");
    private static final int MOST = 4 << 20;
    private static final int DEEPEST = 4;

    private final Members members;
    private final List<Manifest> manifests = new ArrayList<>();

    private OciLayout(Members members) {
        this.members = members;
    }

    static List<Manifest> manifests(Members members) throws IOException {
        JsonObject mark = Json.object(Json.read(members, MARK), MARK);
        String version = Json.text(mark, "imageLayoutVersion", MARK);
        if (!version.equals("1.0.0")) {
            throw new BadArchive("it is an OCI layout of version " + version + ", not 1.0.0");
        }
        OciLayout layout = new OciLayout(members);
        layout.index(Json.object(Json.read(members, INDEX), INDEX), INDEX, 0);
        if (layout.manifests.isEmpty()) {
            throw new BadArchive(
                    "it has no image for linux/" + architecture(),
                    "an image of this machine's kind");
        }
        return layout.manifests;
    }

    private void index(JsonObject index, String where, int depth) throws IOException {
        if (depth > DEEPEST) throw new BadArchive(where + " leads from index to index");
        refuseOtherVersions(index, where);
        JsonElement list = index.get("manifests");
        if (list == null) throw new BadArchive(where + " lacks manifests");
        for (JsonElement each : Json.array(list, where)) {
            JsonObject descriptor = Json.object(each, where);
            if (!isForUs(descriptor)) continue;
            String type = Json.text(descriptor, "mediaType", where);
            String blob = blob(descriptor, where);
            if (INDEXES.contains(type)) {
                index(
                        Json.object(Json.parse(content(descriptor, where), blob), blob),
                        blob,
                        depth + 1);
            } else if (MANIFESTS.contains(type)) {
                manifest(descriptor, where);
            } else {
                throw wrongType(type, where);
            }
        }
    }

    private void manifest(JsonObject descriptor, String where) throws IOException {
        String blob = blob(descriptor, where);
        JsonObject manifest = Json.object(Json.parse(content(descriptor, where), blob), blob);
        refuseOtherVersions(manifest, blob);
        JsonElement config = manifest.get("config");
        if (config == null) throw new BadArchive(blob + " lacks config");
        List<Part> layers = new ArrayList<>();
        JsonElement list = manifest.get("layers");
        JsonArray array = list == null ? new JsonArray() : Json.array(list, blob);
        for (JsonElement each : array) layers.add(part(Json.object(each, blob), LAYERS, blob));
        Part configuration = part(Json.object(config, blob), CONFIGS, blob);
        manifests.add(new Manifest(configuration, layers, names(descriptor)));
    }

    /** The first schema of docker's, without digests of its parts, is long out of use. */
    private static void refuseOtherVersions(JsonObject file, String where) {
        String version = Json.textOrNone(file, "schemaVersion");
        if (version.isEmpty() || version.equals("2")) return;
        throw new BadArchive(where + " is of schema version " + RawName.shown(version) + ", not 2");
    }

    private Part part(JsonObject descriptor, List<String> types, String where) {
        String type = Json.text(descriptor, "mediaType", where);
        if (!types.contains(type)) throw wrongType(type, where);
        return new Part(blob(descriptor, where), Optional.of(digest(descriptor, where)));
    }

    private byte[] content(JsonObject descriptor, String where) throws IOException {
        String blob = blob(descriptor, where);
        byte[] content = members.read(blob, MOST);
        Digest said = digest(descriptor, where);
        if (said.hex().equals(Digest.of(content).hex())) return content;
        throw new BadArchive(
                blob + " should have the digest " + said + " and has " + Digest.of(content));
    }

    private static String blob(JsonObject descriptor, String where) {
        return "blobs/sha256/" + digest(descriptor, where).hex();
    }

    private static Digest digest(JsonObject descriptor, String where) {
        String digest = Json.text(descriptor, "digest", where);
        if (Digest.isOne(digest)) return Digest.parse(digest);
        throw new BadArchive(where + " names a blob by " + digest + ", which is no sha256 digest");
    }

    /** One without a platform is for everybody. */
    private static boolean isForUs(JsonObject descriptor) {
        JsonElement platform = descriptor.get("platform");
        if (platform == null || !platform.isJsonObject()) return true;
        JsonObject wanted = platform.getAsJsonObject();
        return Json.textOrNone(wanted, "os").equals("linux")
                && Json.textOrNone(wanted, "architecture").equals(architecture());
    }

    private static String architecture() {
        return Arch.current() == Arch.X86_64 ? "amd64" : "arm64";
    }

    /**
     * An own layout has the tag alone, as in skopeo's oci:DIRECTORY:TAG, and is itself the name.
     */
    private List<Reference> names(JsonObject descriptor) {
        JsonElement annotations = descriptor.get("annotations");
        if (annotations == null || !annotations.isJsonObject()) return List.of();
        JsonObject all = annotations.getAsJsonObject();
        String full = Json.textOrNone(all, FULL_NAME);
        String name = full.isEmpty() ? Json.textOrNone(all, NAME) : full;
        if (name.isEmpty()) return List.of();
        boolean tagOnly = full.isEmpty() && name.indexOf(':') < 0 && name.indexOf('/') < 0;
        if (tagOnly && Reference.isName(members.called() + ":" + name)) {
            name = members.called() + ":" + name;
        }
        return List.of(Reference.parse(name));
    }

    private static BadArchive wrongType(String type, String where) {
        return new BadArchive(
                where
                        + " has a part of type "
                        + type
                        + ", which is no part of an image for containers",
                "an image, and not another kind of artifact");
    }
}
