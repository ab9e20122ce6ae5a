package slipway.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slipway.linux.FileLock;
import slipway.unionfs.Compression;
import slipway.unionfs.ContentStore;
import slipway.unionfs.Digest;
import slipway.unionfs.LayerIntake;
import slipway.unionfs.LayerUnpacker;
import slipway.unionfs.StoreProblem;
import slipway.unionfs.tar.BadArchive;

/**
 * Brings the images of an archive into the store: all of them, or none. An effect.
 *
 * <p>What {@code docker save}, {@code podman save}, {@code skopeo copy} and {@code buildah push}
 * write: docker's archive or an OCI layout, as a tar file that may be compressed, or a directory.
 */
public final class Loader {
    private static final int MOST_CONFIG = 4 << 20;
    private static final int SPOOL = 1 << 17;

    private final ContentStore store;
    private final ImageIds ids;
    private final Map<String, Path> unpacked = new HashMap<>();
    private final Map<String, Long> bytes = new HashMap<>();
    private final Set<String> leftOut = new LinkedHashSet<>();
    private long squashed;

    public Loader(Images images, ImageIds ids) {
        this.store = images.store();
        this.ids = ids;
    }

    /** One image that has been loaded. */
    public record Loaded(Digest id, List<Reference> names) {
        public Loaded {
            names = List.copyOf(names);
        }
    }

    /** How many files had other owners than root, and have not got them. */
    public long squashed() {
        return squashed;
    }

    /** For people: what layers have, and this user cannot make. To be asked after loading. */
    public List<String> leftOut() {
        return new ArrayList<>(leftOut);
    }

    /**
     * Loads from a file or a directory.
     *
     * @throws BadArchive with the one thing that is wrong; nothing is left of it then
     */
    public List<Loaded> load(Path archive) throws IOException {
        store.prepare();
        try (ContentStore.Draft draft = store.draft()) {
            if (Files.isDirectory(archive)) {
                try (Members members = new DirectoryMembers(archive)) {
                    return load(members, draft);
                }
            }
            if (Files.isRegularFile(archive) && !isCompressed(archive)) return load(archive, draft);
            try (InputStream in = Files.newInputStream(archive)) {
                return load(spool(in, draft), draft);
            }
        }
    }

    /**
     * The same from a stream, which is kept in a file first: the list of its content comes last.
     */
    public List<Loaded> load(InputStream archive) throws IOException {
        store.prepare();
        try (ContentStore.Draft draft = store.draft()) {
            return load(spool(archive, draft), draft);
        }
    }

    private static boolean isCompressed(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                InputStream source = new BufferedInputStream(in);
                InputStream opened = Compression.open(source)) {
            return !(opened instanceof java.io.PushbackInputStream);
        }
    }

    private static Path spool(InputStream in, ContentStore.Draft draft) throws IOException {
        Path file = draft.newFile();
        Files.copy(
                Compression.open(new BufferedInputStream(in, SPOOL)),
                file,
                StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    private List<Loaded> load(Path tar, ContentStore.Draft draft) throws IOException {
        try (Members members = TarMembers.of(tar)) {
            return load(members, draft);
        }
    }

    private List<Loaded> load(Members members, ContentStore.Draft draft) throws IOException {
        List<Manifest> manifests;
        if (members.has(DockerArchive.MANIFEST)) manifests = DockerArchive.manifests(members);
        else if (members.has(OciLayout.MARK)) manifests = OciLayout.manifests(members);
        else {
            throw new BadArchive(
                    "it is no archive of an image: it has neither manifest.json nor oci-layout",
                    "what docker save, podman save or skopeo copy have written");
        }
        List<byte[]> configs = new ArrayList<>();
        for (Manifest manifest : manifests) configs.add(take(manifest, members, draft));
        draft.sync();
        return keep(manifests, configs, draft);
    }

    /** Unpacks what is not there yet; returns the configuration. */
    private byte[] take(Manifest manifest, Members members, ContentStore.Draft draft)
            throws IOException {
        byte[] json = members.read(manifest.config().name(), MOST_CONFIG);
        Digest id = Digest.of(json);
        Optional<Digest> said = manifest.config().digest();
        if (said.isPresent() && !said.get().hex().equals(id.hex())) {
            throw new BadArchive(
                    "the configuration should have the digest " + said.get() + " and has " + id);
        }
        ImageConfig config = ImageConfig.parse(json);
        if (config.diffIds().size() != manifest.layers().size()) {
            throw new BadArchive(
                    "the image has "
                            + manifest.layers().size()
                            + " layers, and its configuration speaks of "
                            + config.diffIds().size());
        }
        for (int i = 0; i < manifest.layers().size(); i++) {
            Digest diffId = config.diffIds().get(i);
            if (unpacked.containsKey(diffId.hex()) || store.hasLayer(diffId)) continue;
            try {
                layer(manifest.layers().get(i), diffId, members, draft);
            } catch (BadArchive e) {
                throw e.in("layer " + (i + 1) + " of " + manifest.layers().size());
            }
        }
        return json;
    }

    private void layer(Manifest.Part part, Digest diffId, Members members, ContentStore.Draft draft)
            throws IOException {
        Path tree = draft.newLayer();
        try (InputStream in = members.open(part.name())) {
            LayerUnpacker.Result result =
                    LayerIntake.take(in, part.digest(), diffId, tree, store.marks(), ids.owners());
            if (!result.late().isNothing()) ids.finish(result.late(), tree);
            draft.describe(tree, result.bytes());
            bytes.put(diffId.hex(), result.bytes());
            leftOut.addAll(result.leftOut());
            squashed += result.squashed();
        }
        unpacked.put(diffId.hex(), tree);
    }

    /** Gives everything its name, in an order in which nothing has a name before it is complete. */
    @SuppressWarnings("try") // the lock is held, and not used
    private List<Loaded> keep(
            List<Manifest> manifests, List<byte[]> configs, ContentStore.Draft draft)
            throws IOException {
        try (FileLock held = store.lock()) {
            for (Map.Entry<String, Path> layer : unpacked.entrySet()) {
                draft.keepLayer(layer.getValue(), new Digest(layer.getKey()));
            }
            ImageIndex index = ImageIndex.in(store.root());
            List<Loaded> loaded = new ArrayList<>();
            for (int i = 0; i < configs.size(); i++) {
                byte[] json = configs.get(i);
                Digest id = Digest.of(json);
                draft.keepBlob(json);
                long now = System.currentTimeMillis() / 1000;
                List<Reference> names = manifests.get(i).names();
                index = index.with(new ImageRecord(id, names, size(ImageConfig.parse(json)), now));
                loaded.add(new Loaded(id, names));
            }
            draft.replace(ImageIndex.FILE, index.json());
            return loaded;
        }
    }

    private long size(ImageConfig config) throws IOException {
        long size = 0;
        for (Digest diffId : config.diffIds()) {
            if (!store.hasLayer(diffId)) {
                throw new StoreProblem(
                        "layer " + diffId + " was removed by somebody else meanwhile", "again");
            }
            Long known = bytes.get(diffId.hex());
            size += known != null ? known : store.layerBytes(diffId);
        }
        return size;
    }
}
