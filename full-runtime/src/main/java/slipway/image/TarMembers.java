package slipway.image;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import slipway.unionfs.tar.BadArchive;
import slipway.unionfs.tar.RawName;
import slipway.unionfs.tar.TarEntry;
import slipway.unionfs.tar.TarReader;

/**
 * An archive that is an uncompressed tar file: looked through once, by its headers alone, because
 * docker puts the list of what is in it at the end. Nothing of it is unpacked. An effect.
 */
final class TarMembers implements Members {
    private static final int MOST_ENTRIES = 20_000;
    private static final int MOST_LINKS = 8;

    private final Path file;
    private final Map<String, Place> places = new HashMap<>();

    /** Where a file's bytes are; or, if {@code link} is not empty, the name of another entry. */
    private record Place(long offset, long size, String link) {}

    private TarMembers(Path file) {
        this.file = file;
    }

    static TarMembers of(Path file) throws IOException {
        TarMembers members = new TarMembers(file);
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            members.scan(new TarReader(in), in.getChannel().size());
        }
        return members;
    }

    private void scan(TarReader tar, long size) throws IOException {
        while (true) {
            Optional<TarEntry> next = tar.next();
            if (next.isEmpty()) return;
            TarEntry entry = next.get();
            if (places.size() == MOST_ENTRIES) {
                throw new BadArchive("it has more than " + MOST_ENTRIES + " entries");
            }
            if (tar.offset() + entry.size() > size) {
                throw new BadArchive("the archive ends in the middle of " + entry.shown());
            }
            add(tar, entry);
        }
    }

    private void add(TarReader tar, TarEntry entry) {
        String name = normal(entry.name());
        switch (entry.kind()) {
            case FILE:
                put(name, new Place(tar.offset(), entry.size(), ""));
                break;
            case HARD_LINK:
                put(name, new Place(0, 0, normal(entry.link())));
                break;
            case SYMLINK:
                int slash = name.lastIndexOf('/');
                String folder = slash < 0 ? "" : name.substring(0, slash + 1);
                put(name, new Place(0, 0, normal(folder + entry.link())));
                break;
            default:
                break; // directories; of others nobody has use
        }
    }

    private void put(String name, Place place) {
        if (places.put(name, place) == null) return;
        throw new BadArchive(RawName.shown(name) + " is in the archive twice");
    }

    @Override
    public boolean has(String name) {
        return place(name) != null;
    }

    @Override
    public InputStream open(String name) throws IOException {
        Place place = place(name);
        if (place == null) throw new BadArchive(RawName.shown(name) + " is not in the archive");
        FileInputStream in = new FileInputStream(file.toFile());
        in.getChannel().position(place.offset());
        return new BufferedInputStream(new Part(in, place.size()), 1 << 16);
    }

    /** A link is followed by name, in here: docker stores a layer that an image has twice once. */
    private @Nullable Place place(String name) {
        Place place = places.get(normal(name));
        for (int i = 0; place != null && !place.link().isEmpty(); i++) {
            if (i == MOST_LINKS) return null;
            place = places.get(place.link());
        }
        return place;
    }

    /** Nothing is opened by these names, so they need not be safe; only comparable. */
    private static String normal(String name) {
        java.util.ArrayDeque<String> parts = new java.util.ArrayDeque<>();
        for (String part : name.split("/")) {
            if (part.isEmpty() || part.equals(".")) continue;
            if (part.equals("..")) parts.pollLast();
            else parts.addLast(part);
        }
        return String.join("/", parts);
    }

    @Override
    public void close() {
        // Each part has a file of its own.
    }

    /** So many bytes of a file. */
    private static final class Part extends InputStream {
        private final FileInputStream in;
        private long left;

        Part(FileInputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) return -1;
            int count = in.read(into, from, (int) Math.min(length, left));
            if (count > 0) left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
