package slipway.image;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slipway.unionfs.Digest;
import slipway.unionfs.StoreProblem;

/**
 * Which images there are and what they are called: one small file, replaced as a whole. A value;
 * changing it gives another one.
 *
 * @param images in the order in which they came
 */
record ImageIndex(List<ImageRecord> images) {
    static final String FILE = "images.json";
    private static final int VERSION = 1;
    private static final int FEWEST_DIGITS = 4;
    private static final int MOST_NEAR = 3;

    ImageIndex {
        images = List.copyOf(images);
    }

    /** The index of a store; an empty one where there is none yet. */
    static ImageIndex in(String root) {
        File file = new File(root, FILE);
        if (!file.exists()) return new ImageIndex(List.of());
        try {
            return parse(new String(Files.readAllBytes(file.toPath()), StandardCharsets.UTF_8));
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            throw new StoreProblem(
                    "the index of images " + file + " cannot be read (" + e.getMessage() + ")",
                    "ls -l on it; or to move " + Path.of(root) + " away and load the images again");
        }
    }

    /** The image that a name or the beginning of an id means. */
    Optional<ImageRecord> find(String text) {
        Optional<ImageRecord> named = named(text);
        if (named.isPresent()) return named;
        List<ImageRecord> byId = withId(text);
        if (byId.size() == 1) return Optional.of(byId.get(0));
        if (byId.isEmpty()) return Optional.empty();
        throw new StoreProblem(
                "the id " + text + " is that of " + byId.size() + " images", "more digits of it");
    }

    /** By name; one that somebody has built without a registry is found without its localhost/. */
    private Optional<ImageRecord> named(String text) {
        Reference wanted;
        Reference local;
        try {
            wanted = Reference.parse(text);
            local = Reference.parse(text.startsWith("localhost/") ? text : "localhost/" + text);
        } catch (Reference.NotAName e) {
            return Optional.empty(); // it may be the digest of one
        }
        for (ImageRecord image : images) if (image.has(wanted)) return Optional.of(image);
        for (ImageRecord image : images) if (image.has(local)) return Optional.of(image);
        return Optional.empty();
    }

    /** Names that somebody may have meant: other tags of it, or those with a slip or two. */
    List<String> near(String text) {
        List<String> near = new ArrayList<>();
        for (ImageRecord image : images) {
            for (Reference name : image.names()) {
                String bare = name.familiar().replace("localhost/", "");
                int slips = NearWords.slips(text.contains(":") ? text : text + ":latest", bare);
                boolean sameName = bare.startsWith(text + ":");
                if (sameName || slips <= Math.min(2, text.length() / 3)) near.add(name.familiar());
            }
        }
        return near.size() > MOST_NEAR ? near.subList(0, MOST_NEAR) : near;
    }

    private List<ImageRecord> withId(String text) {
        List<ImageRecord> found = new ArrayList<>();
        String digits = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        if (digits.length() < FEWEST_DIGITS) return found;
        for (ImageRecord image : images) if (image.id().hex().startsWith(digits)) found.add(image);
        return found;
    }

    /** With an image, which takes these names from whoever has them. */
    ImageIndex with(ImageRecord added) {
        List<ImageRecord> changed = new ArrayList<>();
        List<Reference> names = new ArrayList<>();
        long loaded = added.loaded();
        for (ImageRecord image : images) {
            if (image.id().hex().equals(added.id().hex())) {
                names.addAll(image.names());
                loaded = image.loaded();
            } else {
                changed.add(without(image, added.names()));
            }
        }
        for (Reference name : added.names()) {
            if (!new ImageRecord(added.id(), names, 0, 0).has(name)) names.add(name);
        }
        changed.add(new ImageRecord(added.id(), names, added.bytes(), loaded));
        return new ImageIndex(changed);
    }

    /** Without a name; the image stays. */
    ImageIndex without(Reference name) {
        List<ImageRecord> changed = new ArrayList<>();
        for (ImageRecord image : images) changed.add(without(image, List.of(name)));
        return new ImageIndex(changed);
    }

    ImageIndex without(Digest id) {
        List<ImageRecord> changed = new ArrayList<>();
        for (ImageRecord image : images) if (!image.id().hex().equals(id.hex())) changed.add(image);
        return new ImageIndex(changed);
    }

    private static ImageRecord without(ImageRecord image, List<Reference> names) {
        List<Reference> kept = new ArrayList<>();
        for (Reference name : image.names()) {
            boolean taken = false;
            for (Reference each : names) taken |= ImageRecord.isSame(each, name);
            if (!taken) kept.add(name);
        }
        return new ImageRecord(image.id(), kept, image.bytes(), image.loaded());
    }

    byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonWriter out = new JsonWriter(text)) {
            out.setIndent(" ");
            out.beginObject().name("version").value(VERSION).name("images").beginArray();
            for (ImageRecord image : images) {
                out.beginObject().name("id").value(image.id().toString());
                out.name("names").beginArray();
                for (Reference name : image.names()) out.value(name.toString());
                out.endArray();
                out.name("bytes").value(image.bytes()).name("loaded").value(image.loaded());
                out.endObject();
            }
            out.endArray().endObject();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("a StringWriter does not fail", e);
        }
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ImageIndex parse(String json) throws IOException {
        List<ImageRecord> images = new ArrayList<>();
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.setStrictness(Strictness.STRICT);
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                if (name.equals("version")) {
                    int version = in.nextInt();
                    if (version != VERSION) throw new IOException("its version is " + version);
                } else if (name.equals("images")) {
                    in.beginArray();
                    while (in.hasNext()) images.add(image(in));
                    in.endArray();
                } else {
                    throw new IOException("it has a field " + name);
                }
            }
            in.endObject();
        }
        return new ImageIndex(images);
    }

    private static ImageRecord image(JsonReader in) throws IOException {
        String id = "";
        List<Reference> names = new ArrayList<>();
        long bytes = 0;
        long loaded = 0;
        in.beginObject();
        while (in.hasNext()) {
            String field = in.nextName();
            if (field.equals("id")) id = in.nextString();
            else if (field.equals("bytes")) bytes = in.nextLong();
            else if (field.equals("loaded")) loaded = in.nextLong();
            else if (field.equals("names")) {
                in.beginArray();
                while (in.hasNext()) names.add(Reference.parse(in.nextString()));
                in.endArray();
            } else {
                throw new IOException("an image has a field " + field);
            }
        }
        in.endObject();
        return new ImageRecord(Digest.parse(id), names, bytes, loaded);
    }
}
